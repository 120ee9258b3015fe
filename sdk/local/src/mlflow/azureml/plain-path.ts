/**
 * The path for clients that do without Azure's plugin: what `carry env` and jobs are given begins with it. The plugin marks every request
 * of its process, also those that MLflow's own store makes, so only the path tells whose store asks.
 */
export const PLAIN = '/mlflow/plain/';
const served = '/mlflow/v2.0/';

const asked = new WeakSet<object>();

/** The URL that serves a request: the plain path leads to the same routes as Azure's. */
export function servedUrl(request: { url?: string }): string {
  const { url = '/' } = request;
  if (!url.startsWith(PLAIN)) return url;
  asked.add(request);
  return served + url.slice(PLAIN.length);
}

/** Whether the store that asks is Azure's, which finds artifacts by `azureml:` URIs and by no others. */
export function isAzuremlStore(request: {
  raw: object;
  headers: { 'user-agent'?: string };
}): boolean {
  return !asked.has(request.raw) && /\bazureml-mlflow\//.test(request.headers['user-agent'] ?? '');
}
