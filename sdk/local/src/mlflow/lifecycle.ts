/** Deleting keeps the record, so that it can be restored. */
export type Stage = 'active' | 'deleted';

/** Which stages a search shows, by MLflow's names. */
export type View = 'ACTIVE_ONLY' | 'DELETED_ONLY' | 'ALL';

/** MLflow's numbers of the views, for clients that send them. */
export const views: Record<View, number> = { ACTIVE_ONLY: 1, DELETED_ONLY: 2, ALL: 3 };

/** The stages of a view, as the JSON list that a query binds. */
export function stagesOf(view: View): string {
  const stages: Record<View, Stage[]> = {
    ACTIVE_ONLY: ['active'],
    DELETED_ONLY: ['deleted'],
    ALL: ['active', 'deleted']
  };
  return JSON.stringify(stages[view]);
}
