import { describe, expect, it } from 'vitest';
import { ArmWorkspace, Connection } from '../arm/client/index.js';
import { managementClient } from './management.js';

const id = { subscription: 's', resourceGroup: 'g', workspace: 'w' };
const credential = {
  getToken: () => Promise.resolve({ token: 't', expiresOnTimestamp: Infinity })
};
const arm = new ArmWorkspace(new Connection({ endpoint: 'https://arm.test/', credential }), id);

const missing = (name: string) =>
  Object.assign(new Error(`Cannot find package '${name}' imported from /a.js`), {
    code: 'ERR_MODULE_NOT_FOUND'
  });

describe("Microsoft's management client", () => {
  it('is signed in to the endpoint and the subscription of the workspace', async () => {
    const client = await managementClient({ arm, credential });
    expect(client.subscriptionId).toBe('s');
    const sent: string[] = [];
    client.pipeline.addPolicy(
      {
        name: 'seen',
        sendRequest(request) {
          sent.push(
            `${request.url.split('?', 1)[0] ?? ''} ${request.headers.get('authorization')}`
          );
          const headers = request.headers;
          return Promise.resolve({ request, headers, status: 200, bodyAsText: '{"name":"w"}' });
        }
      },
      { afterPhase: 'Sign' }
    );
    await client.workspaces.get('g', 'w');
    expect(sent).toEqual([`https://arm.test${arm.path} Bearer t`]);
  });

  it('is loaded no further once a signal aborts', async () => {
    const controller = new AbortController();
    const never = () => new Promise<never>(() => undefined);
    const loading = managementClient({ arm, credential }, { signal: controller.signal }, never);
    const reason = new Error('enough');
    controller.abort(reason);
    await expect(loading).rejects.toBe(reason);
  });

  it('names the install command when the package is missing', async () => {
    const load = (name: string) => Promise.reject(missing(name));
    await expect(managementClient({ arm, credential }, {}, load)).rejects.toMatchObject({
      code: 'ManagementClientMissing',
      message: expect.stringContaining('npm install @azure/arm-machinelearning') as string
    });
  });

  it('does not blame the package for a missing dependency of it', async () => {
    const cause = missing('@azure/core-lro');
    const load = () => Promise.reject(cause);
    await expect(managementClient({ arm, credential }, {}, load)).rejects.toBe(cause);
  });
});
