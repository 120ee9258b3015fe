import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import type { IncomingMessage } from 'node:http';
import { request } from 'node:https';
import { text } from 'node:stream/consumers';

const PATIENCE = 5_000;

/** Asks a running local workspace, and only one that the home's own authority vouches for. */
export async function askService(
  url: string,
  from: { authority: string; token: string; method?: string }
): Promise<{ status: number; body: string }> {
  const question = request(url, {
    method: from.method ?? 'GET',
    ca: readFileSync(from.authority),
    headers: { authorization: `Bearer ${from.token}` },
    timeout: PATIENCE,
    agent: false
  });
  question.once('timeout', () => question.destroy());
  question.end();
  const [answer] = (await once(question, 'response')) as [IncomingMessage];
  return { status: answer.statusCode ?? 0, body: await text(answer) };
}
