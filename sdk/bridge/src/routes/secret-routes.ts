import type { Workspace } from 'carry-ml';
import type { Bridge, TypedApp } from '../context.js';
import { SecretRequest } from '../schemas/secret-schema.js';

/** Lists the names of the workspace's secrets, and stores one. No response has a value. */
export function secretRoutes(app: TypedApp, { connection }: Bridge): void {
  app.get('/api/secrets', (): Promise<string[]> => connection.use(namesOf));

  app.post(
    '/api/secrets',
    { schema: { body: SecretRequest } },
    ({ body: { name, value } }): Promise<string[]> =>
      connection.use(async ws => {
        await ws.secrets.set(name, value);
        return namesOf(ws);
      })
  );
}

async function namesOf(ws: Workspace): Promise<string[]> {
  const secrets = await ws.secrets.list().all();
  return secrets.map(({ name }) => name).sort();
}
