import { declared } from './declared.js';
import { readLiteral, type LiteralSyntax } from './literal.js';
import type { Parameter, ParameterType } from './parameter.js';
import { scanStatements, type Syntax } from './statement-scanner.js';

const syntax: Syntax = {
  lineComment: '#',
  quotes: ['"""', "'''", '"', "'"],
  longQuotes: ['"""', "'''"]
};

const literals: LiteralSyntax = {
  words: { True: true, False: false, None: null },
  bareKeys: false,
  python: true
};

const types: Record<string, ParameterType> = {
  int: 'integer',
  float: 'number',
  str: 'string',
  bool: 'boolean',
  list: 'array',
  tuple: 'array',
  sequence: 'array',
  dict: 'object',
  mapping: 'object'
};

/** Reads the assignments of a Python cell: `name = value`, `name: int = value`, then `# help`. */
export function pythonParameters(source: string): Parameter[] {
  return scanStatements(source, syntax).flatMap(({ code, comment }) => {
    const found = /^([A-Za-z_]\w*)\s*(?::\s*([^=]+?)\s*)?=(?!=)\s*([\s\S]+)$/.exec(code);
    if (!found?.[1] || !found[3]) return [];
    const [, name, annotation, text] = found;
    return declared({
      name,
      annotation,
      text,
      help: comment,
      value: readLiteral(text, literals),
      annotated: annotatedType(annotation),
      nullable: /\bNone\b|\bOptional\b/.test(annotation ?? ''),
      isInteger: /^[+-]?(?:\d[\d_]*|0[xXoObB]\w+)$/.test(text)
    });
  });
}

function annotatedType(annotation: string | undefined): ParameterType | undefined {
  const bare = annotation
    ?.replace(/^(?:typing\.)?Optional\[(.*)\]$/, '$1')
    .replace(/\s*\|\s*None\b|\bNone\s*\|\s*/g, '')
    .replace(/^typing\./, '')
    .replace(/\[[\s\S]*\]$/, '')
    .trim()
    .toLowerCase();
  return bare === undefined ? undefined : types[bare];
}
