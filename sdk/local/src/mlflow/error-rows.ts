/** Makes rows with one of MLflow's codes and the status under which its clients expect it. */
export const rowsOf =
  <C extends string>(code: C, status: number) =>
  <M extends (params: never) => string>(message: M) => ({ code, status, message });

export const invalid = rowsOf('INVALID_PARAMETER_VALUE', 400);
export const notFound = rowsOf('RESOURCE_DOES_NOT_EXIST', 404);
export const alreadyExists = rowsOf('RESOURCE_ALREADY_EXISTS', 400);
export const denied = rowsOf('PERMISSION_DENIED', 403);
export const notImplemented = rowsOf('NOT_IMPLEMENTED', 501);
/** MLflow responds with 500 here, and its own client then retries for minutes. */
export const invalidState = rowsOf('INVALID_STATE', 400);
