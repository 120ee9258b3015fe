/**
 * The path prefix for clients that do not use Azure's plugin; the tracking URIs of `carry env` and of jobs begin with it. The plugin
 * changes the user agent of every request in its process, including those of MLflow's own store, so only the path shows which store
 * sends a request.
 */
export const PLAIN_PREFIX = '/mlflow/plain/';
const SERVED_PREFIX = '/mlflow/v2.0/';

/** Requests that came through the plain path. */
const plainRequests = new WeakSet<object>();

/** Rewrites the URL of a request: the plain path is served by the same routes as Azure's. */
export function servedUrl(request: { url?: string }): string {
  const { url = '/' } = request;
  if (!url.startsWith(PLAIN_PREFIX)) return url;
  plainRequests.add(request);
  return SERVED_PREFIX + url.slice(PLAIN_PREFIX.length);
}

/** Returns whether the request comes from the plugin's store, which accepts only `azureml:` URIs of artifacts. */
export function isAzuremlStore(request: {
  raw: object;
  headers: { 'user-agent'?: string };
}): boolean {
  return (
    !plainRequests.has(request.raw) &&
    /\bazureml-mlflow\//.test(request.headers['user-agent'] ?? '')
  );
}
