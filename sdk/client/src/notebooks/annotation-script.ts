import type { SyntaxNode } from '@lezer/common';
import { choiceOf, MAX_ANNOTATION_DEPTH, NULL, UNKNOWN, unionOf } from './annotation.js';
import type { Annotated } from './annotation.js';
import { ifLiteral } from './literal-text.js';
import type { ParameterType } from './parameter.js';
import { scriptType, scriptValue } from './script-literal.js';
import { childrenOf, textOf } from './syntax.js';

/** The types of a cell's own names, as in `type Mode = 'fast' | 'slow'`. */
export type TypeAliases = ReadonlyMap<string, SyntaxNode>;

/** The types of the language, with and without type arguments. */
const types: Readonly<Record<string, ParameterType | undefined>> = {
  number: 'number',
  string: 'string',
  boolean: 'boolean',
  bigint: 'bigint',
  object: 'object',
  any: 'expression',
  unknown: 'expression',
  Array: 'array',
  ReadonlyArray: 'array',
  Record: 'object',
  Partial: 'object',
  Required: 'object',
  Readonly: 'object'
};

/** The kinds of types that have no name. */
const kinds: Readonly<Record<string, Annotated | undefined>> = {
  NullType: NULL,
  ArrayType: { type: 'array', nullable: false },
  TupleType: { type: 'array', nullable: false },
  ObjectType: { type: 'object', nullable: false }
};

/** Returns the types that statements of a cell name. A generic one is not read. */
export function typeAliases(statements: readonly SyntaxNode[], source: string): TypeAliases {
  return new Map(
    statements.flatMap(statement => {
      if (statement.name !== 'TypeAliasDeclaration') return [];
      const [, name, equals, type] = childrenOf(statement);
      return name && equals?.name === 'Equals' && type
        ? [[textOf({ node: name, source }), type] as const]
        : [];
    })
  );
}

/** Reads the types of one cell. */
export class ScriptAnnotations {
  private readonly named = new Map<string, Annotated>();

  constructor(
    private readonly source: string,
    private readonly aliases: TypeAliases
  ) {}

  /** Reads the type of an annotation, such as `'fast' | 'slow' | null`. */
  read(node: SyntaxNode, depth = 0): Annotated {
    if (depth > MAX_ANNOTATION_DEPTH) return UNKNOWN;
    switch (node.name) {
      case 'TypeName':
      case 'ParameterizedType':
        return this.typeNamed(this.text(node.firstChild ?? node), depth);
      case 'LiteralType':
      case 'TemplateType':
        return this.literal(node);
      case 'ReadonlyType':
      case 'ParenthesizedType':
      case 'UnionType':
        return unionOf(members(node).map(member => this.read(member, depth + 1)));
      default:
        return kinds[node.name] ?? UNKNOWN;
    }
  }

  private typeNamed(name: string, depth: number): Annotated {
    const known = this.named.get(name);
    if (known) return known;
    // Until it is read: a type may refer to itself.
    this.named.set(name, UNKNOWN);
    const alias = this.aliases.get(name);
    const type = alias ? this.read(alias, depth + 1) : builtIn(name);
    this.named.set(name, type);
    return type;
  }

  /** Reads the type of one value: `'fast'`, `-1`, `2n`, `true`. A text with a gap in it allows more than one. */
  private literal(node: SyntaxNode): Annotated {
    if (node.name === 'TemplateType')
      return node.getChild('Interpolation') || this.text(node).includes('\\')
        ? { type: 'string', nullable: false }
        : choiceOf(this.text(node).slice(1, -1), 'string');
    const written = node.lastChild;
    if (!written) return UNKNOWN;
    const code = { node: written, source: this.source };
    const value = ifLiteral(() => scriptValue(code));
    const type = scriptType(code);
    if (value === undefined) return { type, nullable: false };
    const isNegative = this.text(node).startsWith('-');
    return choiceOf(isNegative && isNumber(value) ? -value : value, type);
  }

  private text(node: SyntaxNode): string {
    return textOf({ node, source: this.source });
  }
}

function builtIn(name: string): Annotated {
  if (name === 'undefined') return NULL;
  const type = Object.hasOwn(types, name) ? types[name] : undefined;
  return type === undefined ? UNKNOWN : { type, nullable: false };
}

function isNumber(value: unknown): value is number | bigint {
  return typeof value === 'number' || typeof value === 'bigint';
}

function members(node: SyntaxNode): SyntaxNode[] {
  return childrenOf(node).filter(({ name }) => !/^(LogicOp|readonly|[()])$/.test(name));
}
