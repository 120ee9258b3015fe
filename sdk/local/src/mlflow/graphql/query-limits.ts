import {
  Kind,
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type OperationDefinitionNode,
  type SelectionSetNode
} from 'graphql';

/** MLflow's own limits, because a short query may be expensive to resolve. */
const limits = { depth: 10, selections: 1000, rootFields: 10, aliases: 10 };

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
