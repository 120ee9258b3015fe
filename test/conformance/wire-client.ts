import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { request } from 'node:https';
import { setTimeout as delay } from 'node:timers/promises';
import type { RunDetails } from 'carry-ml/arm';
import type { LocalWorkspace } from './local-workspace.js';

/** A response of the server. */
export interface Answer {
  status: number;
  headers: Record<string, string | string[] | undefined>;
  body: string;
}

/** Sends plain HTTP requests to the local workspace, for requests that no SDK sends. */
export class WireClient {
  constructor(private readonly workspace: LocalWorkspace) {}

  get path(): string {
    const e = this.workspace.environment;
    return `/subscriptions/${e.AZUREML_ARM_SUBSCRIPTION}/resourceGroups/${e.AZUREML_ARM_RESOURCEGROUP}/providers/Microsoft.MachineLearningServices/workspaces/${e.AZUREML_ARM_WORKSPACE_NAME}`;
  }

  get origin(): string {
    return new URL(this.workspace.environment.ARM_CLOUD_METADATA_URL!).origin;
  }

  /** Sends one request; an Authorization header in `headers` replaces the token. */
  send(
    method: string,
    url: string,
    headers: Record<string, string> = {},
    body?: string
  ): Promise<Answer> {
    const { hostname, port, pathname, search } = this.versioned(url);
    return new Promise((resolve, reject) => {
      const ask = request(
        {
          hostname,
          port,
          path: pathname + search,
          method,
          ca: readFileSync(this.workspace.environment.NODE_EXTRA_CA_CERTS!),
          // A test may send a false Host header; the certificate is still checked against this name.
          servername: 'localhost',
          agent: false,
          headers: {
            authorization: `Bearer ${this.workspace.environment.MLFLOW_TRACKING_TOKEN}`,
            ...(body === undefined ? {} : { 'content-type': 'application/json' }),
            ...headers
          }
        },
        answer => {
          const chunks: Buffer[] = [];
          answer.on('data', (chunk: Buffer) => chunks.push(chunk));
          answer.on('end', () => {
            resolve({
              status: answer.statusCode!,
              headers: answer.headers,
              body: Buffer.concat(chunks).toString()
            });
          });
        }
      );
      ask.on('error', reject);
      ask.end(body);
    });
  }

  /** Azure Resource Manager rejects requests without an api-version. */
  private versioned(url: string): URL {
    const full = new URL(url, this.origin);
    if (full.pathname.startsWith('/subscriptions/') && !full.search.includes('api-version'))
      full.searchParams.set('api-version', '2023-04-01');
    return full;
  }

  async get<T>(path: string): Promise<T> {
    return json(await this.send('GET', this.path + path)) as T;
  }

  async put(path: string, body: unknown): Promise<void> {
    json(await this.send('PUT', this.path + path, {}, JSON.stringify(body)));
  }

  async post(path: string): Promise<Answer> {
    return this.send('POST', this.path + path);
  }

  /** Submits a command job and returns its name. */
  async submit(command: string, more: object = {}): Promise<string> {
    const name = `job-${randomUUID()}`;
    await this.put(`/jobs/${name}`, {
      properties: {
        jobType: 'Command',
        command,
        environmentId: 'azureml:carry-notebook@latest',
        ...more
      }
    });
    return name;
  }

  async details(name: string): Promise<RunDetails> {
    return json(
      await this.send('GET', `/history/v1.0${this.path}/runs/${name}/details`)
    ) as RunDetails;
  }

  async log(name: string, file = 'user_logs/std_log.txt'): Promise<string> {
    const url = (await this.details(name)).logFiles[file];
    return (await this.send('GET', url!, { authorization: '' })).body;
  }

  /** Waits until the job is in one of the states. */
  async until(name: string, states: string[], limit = 30_000): Promise<string> {
    const end = Date.now() + limit;
    for (;;) {
      const { properties } = await this.get<{ properties: { status: string } }>(`/jobs/${name}`);
      if (states.includes(properties.status)) return properties.status;
      if (Date.now() > end) throw new Error(`${name} is still ${properties.status}`);
      await delay(50);
    }
  }
}

function json(answer: Answer): unknown {
  if (answer.status >= 300) throw new Error(`${answer.status} ${answer.body}`);
  return JSON.parse(answer.body);
}
