import { randomBytes } from 'node:crypto';
import { request } from 'node:http';
import type { Lab } from './lab.js';

/** A signed-in browser, without the browser: its cookies and its XSRF token. */
export interface Session {
  cookie: string;
  xsrf: string;
}

/** Signs in with the token, as opening the printed address does. */
export async function jupyterSession(lab: Lab): Promise<Session> {
  const answer = await fetch(`${lab.url}lab?token=${lab.token}`, { redirect: 'manual' });
  const cookies = answer.headers.getSetCookie().map(cookie => cookie.split(';', 1)[0] ?? '');
  const xsrf = cookies.find(cookie => cookie.startsWith('_xsrf='))?.slice('_xsrf='.length);
  if (xsrf === undefined) throw new Error('The Jupyter server has set no _xsrf cookie.');
  return { cookie: cookies.join('; '), xsrf };
}

/**
 * Opens a WebSocket and returns whether the bridge sends a message. The proxy responds with 101 before it contacts the bridge:
 * if the bridge refuses, the connection closes without a message.
 */
export function listen(url: string, headers: Record<string, string>): Promise<'heard' | 'refused'> {
  return new Promise((resolve, reject) => {
    const asked = request(url, {
      headers: {
        ...headers,
        connection: 'Upgrade',
        upgrade: 'websocket',
        'sec-websocket-version': '13',
        'sec-websocket-key': randomBytes(16).toString('base64')
      }
    });
    asked.on('upgrade', (_answer, socket, head) => {
      const onData = (frame: Buffer): void => {
        resolve(isText(frame) ? 'heard' : 'refused');
        socket.destroy();
      };
      if (head.length > 0) onData(head);
      else socket.once('data', onData);
      socket.once('close', () => {
        resolve('refused');
      });
    });
    asked.on('response', answer => {
      answer.resume();
      if (answer.statusCode === 403) resolve('refused');
      else reject(new Error(`The server answered ${answer.statusCode ?? 'nothing'}.`));
    });
    asked.on('error', reject);
    asked.end();
  });
}

/** The opcode of a text frame; a closing frame has another. */
function isText(frame: Buffer): boolean {
  return ((frame[0] ?? 0) & 0x0f) === 1;
}
