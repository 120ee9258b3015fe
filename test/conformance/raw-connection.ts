import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { connect, createSecureContext, type SecureContext } from 'node:tls';
import type { LocalWorkspace } from './local-workspace.js';

/** Bytes to the local workspace as no client of HTTP would send them. */
export class RawConnection {
  private readonly port: number;
  private readonly token: string;
  private readonly trust: SecureContext;

  constructor({ environment, home }: LocalWorkspace) {
    this.port = Number(new URL(environment.ARM_CLOUD_METADATA_URL!).port);
    this.token = environment.MLFLOW_TRACKING_TOKEN!;
    this.trust = createSecureContext({ ca: readFileSync(join(home, 'tls', 'ca.pem')) });
  }

  /** Sends bytes as they are and answers what comes back until the server closes or falls silent. */
  send(text: string | Buffer, silence = 2000): Promise<string> {
    const { port, trust: secureContext } = this;
    return new Promise((resolve, reject) => {
      const socket = connect({ host: '127.0.0.1', port, servername: 'localhost', secureContext });
      let answer = '';
      socket.setTimeout(silence, () => socket.destroy());
      socket.on('data', (data: Buffer) => (answer += data.toString('latin1')));
      socket.on('error', (error: Error) => {
        if (answer) resolve(answer);
        else reject(error);
      });
      socket.on('close', () => {
        resolve(answer);
      });
      socket.write(text);
    });
  }

  /** The head of an authenticated request: its line, such as `GET /health`, and headers. */
  head(line: string, ...headers: string[]): string {
    return [
      `${line} HTTP/1.1`,
      `Host: 127.0.0.1:${this.port}`,
      `Authorization: Bearer ${this.token}`,
      ...headers
    ]
      .join('\r\n')
      .concat('\r\n\r\n');
  }
}
