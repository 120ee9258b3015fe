import { readFileSync } from 'node:fs';
import * as http from 'node:http';
import * as https from 'node:https';

/** A client of one server over keep-alive connections; both sides of a comparison use this class. */
export class Wire {
  constructor(origin, { ca, token, connections = 8 } = {}) {
    const { protocol, hostname, port } = new URL(origin);
    this.module = protocol === 'https:' ? https : http;
    this.agent = new this.module.Agent({ keepAlive: true, maxSockets: connections, ca });
    this.base = { agent: this.agent, hostname, port };
    this.headers = token ? { authorization: `Bearer ${token}` } : {};
  }

  /** Returns the response, which the caller reads; if `body` is a stream, `length` is required. */
  open(method, path, { body, length, type = 'application/json' } = {}) {
    const size = length ?? (body === undefined ? undefined : Buffer.byteLength(body));
    const headers = {
      ...this.headers,
      ...(size === undefined ? {} : { 'content-type': type, 'content-length': size })
    };
    return new Promise((resolve, reject) => {
      const ask = this.module.request(
        { ...this.base, method, path: versioned(path), headers },
        resolve
      );
      ask.once('error', reject);
      if (body?.pipe) body.pipe(ask);
      else ask.end(body);
    });
  }

  async text(method, path, options) {
    const answer = await this.open(method, path, options);
    const chunks = [];
    for await (const chunk of answer) chunks.push(chunk);
    const text = Buffer.concat(chunks).toString();
    if (answer.statusCode >= 300)
      throw new Error(`${method} ${path}: ${answer.statusCode} ${text}`);
    return text;
  }

  async json(method, path, body) {
    return JSON.parse(
      (await this.text(method, path, { body: body && JSON.stringify(body) })) || 'null'
    );
  }

  close() {
    this.agent.destroy();
  }
}

/** Azure's Resource Manager rejects requests without an api-version. */
export function versioned(path) {
  if (!path.startsWith('/subscriptions/') || path.includes('api-version=')) return path;
  return `${path}${path.includes('?') ? '&' : '?'}api-version=2023-04-01`;
}

/** The client of a workspace that `withWorkspace` started, and the paths of its resources. */
export function wireOf({ environment: e }) {
  const origin = new URL(e.ARM_CLOUD_METADATA_URL).origin;
  const ca = readFileSync(e.NODE_EXTRA_CA_CERTS);
  const token = e.MLFLOW_TRACKING_TOKEN;
  const wire = new Wire(origin, { ca, token });
  const path = `/subscriptions/${e.AZUREML_ARM_SUBSCRIPTION}/resourceGroups/${e.AZUREML_ARM_RESOURCEGROUP}/providers/Microsoft.MachineLearningServices/workspaces/${e.AZUREML_ARM_WORKSPACE_NAME}`;
  return { wire, path, origin, ca, token, mlflow: `${new URL(e.MLFLOW_TRACKING_URI).pathname}` };
}

/** Returns the milliseconds of `count` calls, `atOnce` of them in parallel. */
export async function timeOf(count, atOnce, call) {
  const start = performance.now();
  let next = 0;
  const worker = async () => {
    while (next < count) await call(next++);
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
  return performance.now() - start;
}
