import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { connect, createSecureContext, type SecureContext } from 'node:tls';
import type { LocalWorkspace } from './local-workspace.js';

/** Sends raw bytes to the local workspace, including ones that an HTTP client would never send. */
export class RawConnection {
  private readonly port: number;
  private readonly token: string;
  private readonly trust: SecureContext;

  constructor({ environment, home }: LocalWorkspace) {
    this.port = Number(new URL(environment.ARM_CLOUD_METADATA_URL!).port);
    this.token = environment.MLFLOW_TRACKING_TOKEN!;
    this.trust = createSecureContext({ ca: readFileSync(join(home, 'tls', 'ca.pem')) });
  }

  /** Sends bytes unchanged, and returns everything received until the server closes the connection or stays silent for `silence` ms. */
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

  /** Returns the head of an authenticated request: the request line, such as `GET /health`, and the headers. */
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
