import { readFileSync } from 'node:fs';
import { Agent, request } from 'node:https';
import type { LocalWorkspace } from '../local-workspace.js';
import type { Answer } from '../wire-client.js';
import type { FuzzRequest } from './requests.js';

/** Time limit of a response; generous, because other tests may keep the machine busy. */
const RESPONSE_TIMEOUT_MS = 30_000;

/** Sends requests over keep-alive connections, as clients do. */
export class Sender {
  private readonly agent: Agent;
  readonly port: string;
  private readonly token: string;

  constructor({ environment }: LocalWorkspace) {
    this.agent = new Agent({
      keepAlive: true,
      maxSockets: 16,
      ca: readFileSync(environment.NODE_EXTRA_CA_CERTS!)
    });
    this.port = new URL(environment.ARM_CLOUD_METADATA_URL!).port;
    this.token = environment.MLFLOW_TRACKING_TOKEN!;
  }

  send({ method, path, headers, body }: FuzzRequest): Promise<Answer> {
    return new Promise((resolve, reject) => {
      const ask = request(
        {
          ...{ agent: this.agent, host: '127.0.0.1', port: this.port, method, path },
          timeout: RESPONSE_TIMEOUT_MS,
          headers: {
            authorization: `Bearer ${this.token}`,
            ...(body ? { 'content-type': 'application/json', 'content-length': body.length } : {}),
            ...headers
          }
        },
        answer => {
          const chunks: Buffer[] = [];
          answer.on('data', (chunk: Buffer) => chunks.push(chunk));
          answer.on('error', reject);
          answer.on('end', () => {
            resolve({
              status: answer.statusCode!,
              headers: answer.headers,
              body: Buffer.concat(chunks).toString()
            });
          });
        }
      );
      ask.on('timeout', () =>
        ask.destroy(new Error(`no response within ${RESPONSE_TIMEOUT_MS / 1000} s`))
      );
      ask.on('error', reject);
      ask.end(body);
    });
  }

  close(): void {
    this.agent.destroy();
  }
}
