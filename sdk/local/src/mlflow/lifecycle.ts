/** The lifecycle stage of a run, experiment or model. Deleting keeps the record, so that it can be restored. */
export type Stage = 'active' | 'deleted';

/** Which stages a search includes, by MLflow's names. */
export type View = 'ACTIVE_ONLY' | 'DELETED_ONLY' | 'ALL';

/** MLflow's enum values of the views, for clients that send numbers. */
export const views: Record<View, number> = { ACTIVE_ONLY: 1, DELETED_ONLY: 2, ALL: 3 };

/** Returns the stages of a view as a JSON list, to be bound to a query. */
export function stagesOf(view: View): string {
  const stages: Record<View, Stage[]> = {
    ACTIVE_ONLY: ['active'],
    DELETED_ONLY: ['deleted'],
    ALL: ['active', 'deleted']
  };
  return JSON.stringify(stages[view]);
}
