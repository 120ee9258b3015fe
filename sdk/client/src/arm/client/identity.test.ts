import { afterEach, describe, expect, it, vi } from 'vitest';
import { fakeService, type FakeService } from './fake-service.test-support.js';
import { defaultCredential, managedIdentity } from './identity.js';

let service: FakeService | undefined;
afterEach(async () => {
  vi.unstubAllEnvs();
  await service?.close();
  service = undefined;
});

describe('managedIdentity', () => {
  it('asks the endpoint of the given variables, not of process.env', async () => {
    vi.stubEnv('IDENTITY_ENDPOINT', 'http://127.0.0.1:9/never');
    const body = { access_token: 'jwt', expires_on: '1800000000' };
    service = await fakeService(() => ({ body }));
    const credential = managedIdentity(
      { IDENTITY_ENDPOINT: `${service.url}/msi/token`, IDENTITY_HEADER: 'h' },
      undefined
    );
    expect(await credential?.getToken('https://management.azure.com/.default')).toEqual({
      token: 'jwt',
      expiresOnTimestamp: 1_800_000_000_000
    });
    const [seen] = service.seen;
    expect(seen!.path).toBe('/msi/token');
    expect(seen!.headers['x-identity-header']).toBe('h');
    expect(seen!.query).toEqual({
      resource: 'https://management.azure.com',
      'api-version': '2019-08-01'
    });
  });
});

describe('defaultCredential', () => {
  it("is Azure's default chain where no identity endpoint is in sight", async () => {
    vi.stubEnv('IDENTITY_ENDPOINT', undefined);
    const credential = await defaultCredential({}, undefined);
    expect(credential.constructor.name).toBe('DefaultAzureCredential');
  });

  it('leaves out an identity endpoint of process.env that belongs to another workspace', async () => {
    service = await fakeService(() => ({ body: { access_token: 'x', expires_on: 1 } }));
    vi.stubEnv('IDENTITY_ENDPOINT', `${service.url}/msi/token`);
    vi.stubEnv('IDENTITY_HEADER', 'h');
    const credential = await defaultCredential({ PATH: '' }, undefined);
    vi.stubEnv('PATH', '');
    await expect(credential.getToken('https://management.azure.com/.default')).rejects.toThrow();
    expect(service.seen).toEqual([]);
  });
});
