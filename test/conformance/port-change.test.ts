import { createServer } from 'node:net';
import { once } from 'node:events';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startLocalWorkspace, type LocalWorkspace } from './local-workspace.js';
import { WireClient } from './wire-client.js';

const DATASTORE = '/datastores/lake';

/** The port changes while the server is down, because another program has taken it. */
describe('a workspace whose port has changed', { timeout: 120_000 }, () => {
  let workspace: LocalWorkspace;
  let wire: WireClient;
  let portBefore: string;
  const other = createServer();

  beforeAll(async () => {
    workspace = await startLocalWorkspace();
    await declareCodeAndDatastore(new WireClient(workspace));
    portBefore = new URL(new WireClient(workspace).origin).port;
    await workspace.carry('down');
    other.listen(Number(portBefore), '127.0.0.1');
    await once(other, 'listening');
    workspace = await startLocalWorkspace({}, workspace.home);
    wire = new WireClient(workspace);
  }, 60_000);
  afterAll(async () => {
    other.close();
    await workspace.stop();
  });

  it('has another port', () => {
    expect(new URL(wire.origin).port).not.toBe(portBefore);
  });

  it('runs the code and reads the datastore that were uploaded and declared before', async () => {
    const name = await wire.submit('cat main.txt ${{inputs.sum}}', {
      codeId: `${wire.path}/codes/adder/versions/1`,
      inputs: { sum: { jobInputType: 'uri_file', uri: `azureml:/${DATASTORE}/paths/sum.txt` } }
    });
    expect(await wire.until(name, ['Completed', 'Failed'])).toBe('Completed');
    expect(await wire.log(name)).toContain('code of the adder\n20+30=50\n');
  });

  it('names its current port in the datastore, from which clients build the URLs of blobs', async () => {
    const { properties } = await wire.get<{ properties: { accountName: string } }>(DATASTORE);
    expect(properties.accountName).toBe(`${new URL(wire.origin).host}/local`);
  });
});

async function declareCodeAndDatastore(wire: WireClient): Promise<void> {
  const upload = async (container: string, sas: string, blob: string, text: string) => {
    const { status } = await wire.send(
      'PUT',
      `${container}/${blob}?${sas}`,
      { authorization: '', 'x-ms-blob-type': 'BlockBlob', 'content-type': 'text/plain' },
      text
    );
    expect(status).toBe(201);
  };
  const code = '/codes/adder/versions/1';
  const pending = JSON.parse((await wire.post(`${code}/startPendingUpload`)).body) as {
    blobReferenceForConsumption: { blobUri: string; credential: { sasUri: string } };
  };
  const { blobUri, credential } = pending.blobReferenceForConsumption;
  const signature = new URL(credential.sasUri).search.slice(1);
  await upload(blobUri, signature, 'src/main.txt', 'code of the adder\n');
  await wire.put(code, { properties: { codeUri: `${blobUri}/src` } });

  const { properties } = await wire.get<{ properties: { containerName: string } }>(
    '/datastores/workspaceblobstore'
  );
  const secrets = await wire.post('/datastores/workspaceblobstore/listSecrets');
  const { sasToken } = JSON.parse(secrets.body) as { sasToken: string };
  const blobs = `${wire.origin}/local.blob.carry/${properties.containerName}`;
  await upload(blobs, sasToken, 'sum.txt', '20+30=50\n');
  await wire.put(DATASTORE, {
    properties: { ...properties, credentials: { credentialsType: 'None' } }
  });
}
