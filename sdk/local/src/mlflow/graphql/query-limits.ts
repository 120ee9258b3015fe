import {
  BREAK,
  Kind,
  Lexer,
  Source,
  TokenKind,
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type OperationDefinitionNode,
  type SelectionSetNode,
  visit
} from 'graphql';

/** MLflow's own limits, because a short query may be expensive to resolve. */
const limits = { depth: 10, selections: 1000, rootFields: 10, aliases: 10 };

/**
 * Limits of the text, which the parser and the validation need: the parser recurses with each bracket, and the validation compares each
 * field with every other of its name, also in a fragment that no operation uses.
 */
const textLimits = { characters: 200_000, tokens: 5000, brackets: 100 };

/** Returns a message about the limit that the text of a query exceeds, or undefined if it may be parsed. Throws GraphQLError for invalid characters. */
export function exceededTextLimit(query: string): string | undefined {
  if (query.length > textLimits.characters)
    return `Query exceeds maximum length of ${textLimits.characters} characters`;
  const lexer = new Lexer(new Source(query));
  let open = 0;
  for (let count = 0; lexer.advance().kind !== TokenKind.EOF; count++) {
    if (count === textLimits.tokens)
      return `Query exceeds maximum length of ${textLimits.tokens} tokens`;
    open += changeOfDepth[lexer.token.kind] ?? 0;
    if (open > textLimits.brackets)
      return `Query exceeds maximum of ${textLimits.brackets} nested brackets`;
  }
  return undefined;
}

const changeOfDepth: Partial<Record<TokenKind, number>> = {
  [TokenKind.BRACE_L]: 1,
  [TokenKind.BRACKET_L]: 1,
  [TokenKind.PAREN_L]: 1,
  [TokenKind.BRACE_R]: -1,
  [TokenKind.BRACKET_R]: -1,
  [TokenKind.PAREN_R]: -1
};

/** Number of fields with one name in one fragment or operation, above which comparing each with the others takes long. */
const MAX_SAME_NAME = 50;

/** Returns a message when the validation of a query would take long, whether or not an operation uses what is long in it. */
export function exceededValidationLimit(document: DocumentNode): string | undefined {
  for (const definition of document.definitions) {
    const uses = new Map<string, number>();
    let excess: string | undefined;
    visit(definition, {
      Field: ({ alias, name }) => {
        const key = (alias ?? name).value;
        const count = (uses.get(key) ?? 0) + 1;
        uses.set(key, count);
        if (count <= MAX_SAME_NAME) return undefined;
        excess = `Query exceeds maximum of ${MAX_SAME_NAME} fields named '${key}'`;
        return BREAK;
      }
    });
    if (excess !== undefined) return excess;
  }
  return undefined;
}

type Fragments = ReadonlyMap<string, FragmentDefinitionNode>;

/** Returns a message about the limit that a query exceeds, or undefined if it is within all limits. */
export function exceededLimit({ definitions }: DocumentNode): string | undefined {
  const fragments: Fragments = new Map(
    definitions.filter(isFragment).map(each => [each.name.value, each])
  );
  const levels = definitions
    .filter(isOperation)
    .map(({ selectionSet }) => ({ selectionSet, depth: 1 }));
  let selections = 0;
  let rootFields = 0;
  let aliases = 0;
  // The list grows during the iteration. The depth limit ends the expansion of a recursive fragment.
  for (const { selectionSet, depth } of levels) {
    if (depth > limits.depth) return `Query exceeds maximum depth of ${limits.depth}`;
    const fields = fieldsOf(selectionSet, fragments);
    selections += fields.length;
    if (selections > limits.selections)
      return `Query exceeds maximum total selections of ${limits.selections}`;
    if (depth === 1) rootFields += fields.length;
    aliases = Math.max(aliases, fields.filter(field => field.alias).length);
    for (const { selectionSet: below } of fields)
      if (below) levels.push({ selectionSet: below, depth: depth + 1 });
  }
  if (rootFields > limits.rootFields) return tooMany('root fields', limits.rootFields, rootFields);
  if (aliases > limits.aliases) return tooMany('aliases', limits.aliases, aliases);
  return undefined;
}

/** Returns the fields of one level, including those of its fragments. */
function fieldsOf(
  { selections }: SelectionSetNode,
  fragments: Fragments,
  seen = new Set<string>()
): FieldNode[] {
  return selections.flatMap(selection => {
    if (selection.kind === Kind.FIELD) return [selection];
    if (selection.kind === Kind.INLINE_FRAGMENT)
      return fieldsOf(selection.selectionSet, fragments, seen);
    const name = selection.name.value;
    const fragment = fragments.get(name);
    if (!fragment || seen.has(name)) return [];
    seen.add(name);
    return fieldsOf(fragment.selectionSet, fragments, seen);
  });
}

const tooMany = (items: string, limit: number, count: number) =>
  `GraphQL queries should have at most ${limit} ${items}, got ${count} ${items}.`;

type Definition = DocumentNode['definitions'][number];
const isFragment = (each: Definition): each is FragmentDefinitionNode =>
  each.kind === Kind.FRAGMENT_DEFINITION;
const isOperation = (each: Definition): each is OperationDefinitionNode =>
  each.kind === Kind.OPERATION_DEFINITION;
