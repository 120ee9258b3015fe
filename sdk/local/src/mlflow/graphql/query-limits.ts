import {
  Kind,
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type OperationDefinitionNode,
  type SelectionSetNode
} from 'graphql';

/** MLflow's own limits: a query may be small on the wire and large to answer. */
const most = { depth: 10, selections: 1000, rootFields: 10, aliases: 10 };

type Fragments = ReadonlyMap<string, FragmentDefinitionNode>;

/** Why a query is too large to be answered; undefined for one that is not. */
export function excessOf({ definitions }: DocumentNode): string | undefined {
  const fragments: Fragments = new Map(
    definitions.filter(isFragment).map(each => [each.name.value, each])
  );
  const levels = definitions
    .filter(isOperation)
    .map(({ selectionSet }) => ({ selectionSet, depth: 1 }));
  let selections = 0;
  let rootFields = 0;
  let aliases = 0;
  // The list grows while it is walked; a fragment that holds itself ends at the deepest level.
  for (const { selectionSet, depth } of levels) {
    if (depth > most.depth) return `Query exceeds maximum depth of ${most.depth}`;
    const fields = fieldsOf(selectionSet, fragments);
    selections += fields.length;
    if (selections > most.selections)
      return `Query exceeds maximum total selections of ${most.selections}`;
    if (depth === 1) rootFields += fields.length;
    aliases = Math.max(aliases, fields.filter(field => field.alias).length);
    for (const { selectionSet: below } of fields)
      if (below) levels.push({ selectionSet: below, depth: depth + 1 });
  }
  if (rootFields > most.rootFields) return tooMany('root fields', most.rootFields, rootFields);
  if (aliases > most.aliases) return tooMany('aliases', most.aliases, aliases);
  return undefined;
}

/** The fields of one level, those of its fragments included. */
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

const tooMany = (what: string, limit: number, count: number) =>
  `GraphQL queries should have at most ${limit} ${what}, got ${count} ${what}.`;

type Definition = DocumentNode['definitions'][number];
const isFragment = (each: Definition): each is FragmentDefinitionNode =>
  each.kind === Kind.FRAGMENT_DEFINITION;
const isOperation = (each: Definition): each is OperationDefinitionNode =>
  each.kind === Kind.OPERATION_DEFINITION;
