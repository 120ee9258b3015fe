import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import type { IncomingMessage } from 'node:http';
import { request } from 'node:https';
import { text } from 'node:stream/consumers';

const REQUEST_TIMEOUT_MS = 5_000;

/** Sends a request to a running local workspace. Only a server with a certificate of the home's own authority is trusted. */
export async function requestService(
  url: string,
  options: { authority: string; token: string; method?: string }
): Promise<{ status: number; body: string }> {
  const outgoing = request(url, {
    method: options.method ?? 'GET',
    ca: readFileSync(options.authority),
    headers: { authorization: `Bearer ${options.token}` },
    timeout: REQUEST_TIMEOUT_MS,
    agent: false
  });
  outgoing.once('timeout', () => outgoing.destroy());
  outgoing.end();
  const [response] = (await once(outgoing, 'response')) as [IncomingMessage];
  return { status: response.statusCode ?? 0, body: await text(response) };
}
