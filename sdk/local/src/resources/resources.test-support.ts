import { fastify, type FastifyInstance } from 'fastify';
import LibsqlDatabase, { type Database } from 'libsql';
import type { WorkspaceContext } from '../protocol/context.js';
import { replyWithErrors } from '../protocol/error-reply.js';

/** The parts of the workspace's answers that tests look at. */
export interface Answer {
  name: string;
  value: { name: string }[];
  nextLink?: string;
  properties: Record<string, unknown>;
  nodes: { runId: string }[];
  error: { code: string; message: string };
}

/** Some routes of the workspace with a database in memory, called without a port. */
export class TestWorkspace {
  readonly db: Database = new LibsqlDatabase(':memory:');
  readonly app: FastifyInstance = fastify({
    routerOptions: { maxParamLength: 512 },
    ajv: {
      customOptions: {
        coerceTypes: false,
        removeAdditional: false,
        allowUnionTypes: true,
        allErrors: true
      }
    }
  });
  private time = Date.UTC(2026, 0, 1);

  readonly context: WorkspaceContext = {
    workspace: { subscription: 's', resourceGroup: 'g', workspace: 'w' },
    user: 'ada',
    origin: () => 'https://127.0.0.1:1',
    now: () => this.time++,
    newId: () => 'id'
  };

  constructor() {
    replyWithErrors(this.app);
  }

  async call(method: 'GET' | 'PUT' | 'POST' | 'PATCH' | 'DELETE', url: string, payload?: object) {
    const response = await this.app.inject({ method, url, payload });
    const body = response.body === '' ? undefined : response.json<Answer>();
    return { status: response.statusCode, body: body as Answer };
  }
}
