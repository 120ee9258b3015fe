import type { Answer } from '../wire-client.js';
import type { FuzzRequest } from './requests.js';

/** Returns the fault of a response; undefined when a client can act on the response. */
export function fault({ method, path }: FuzzRequest, answer: Answer): string | undefined {
  const { status, headers, body } = answer;
  const shown = body.slice(0, 300);
  if (status === 500) return `answered 500: ${shown}`;
  if (status < 400 || method === 'HEAD') return undefined;
  if (!headers['x-ms-request-id']) return `answered ${status} without x-ms-request-id: ${shown}`;
  const code = codeOf(path, body);
  return code && /^[A-Z][A-Za-z_0-9]+$/.test(code)
    ? undefined
    : `answered ${status} without the error envelope of its service: ${shown}`;
}

/** Returns the code in the error envelope that belongs to the path: MLflow's, the Blob service's or ARM's. */
function codeOf(path: string, body: string): string | undefined {
  const json = parse(body) as { error?: { code?: string; message?: string }; error_code?: string };
  const xml = /<Error><Code>(\w+)<\/Code>/.exec(body)?.[1];
  const arm = json.error?.message ? json.error.code : undefined;
  if (path.startsWith('/local.blob.carry/')) return xml;
  if (path.startsWith('/mlflow/')) return json.error_code;
  // Paths are case-insensitive; if no route matches, the response has ARM's envelope.
  return arm ?? json.error_code ?? xml;
}

function parse(text: string): object {
  try {
    return JSON.parse(text) as object;
  } catch {
    return {};
  }
}
