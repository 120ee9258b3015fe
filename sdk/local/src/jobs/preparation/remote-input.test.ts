import { createServer, type Server } from 'node:http';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fastify, type FastifyInstance } from 'fastify';
import LibsqlDatabase from 'libsql';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { JobInput } from 'carry-ml/arm';
import { BlobFiles } from '../../blobs/blob-files.js';
import { blobRoutes } from '../../blobs/blob-routes.js';
import { Signatures } from '../../blobs/signature.js';
import { Tokens } from '../../identity/tokens.js';
import type { DeclaredDatastore } from '../../schemas/datastore-schema.js';
import type { StoredJob } from '../../store/job-store.js';
import { portVariables } from './port-variables.js';
import { preparePorts } from './ports.js';

describe('an input in an external storage account', () => {
  let root: string;
  let storage: FastifyInstance;
  let account: string;
  let sas: string;
  let stores: Record<string, DeclaredDatastore>;
  const key = Buffer.from('the key of the other storage');
  beforeEach(async () => {
    root = mkdtempSync(join(tmpdir(), 'carry-remote-'));
    const files = new BlobFiles(join(root, 'there'), new LibsqlDatabase(':memory:'));
    const signatures = new Signatures(key, Date.now);
    const tokens = new Tokens(key, Date.now, 'ada');
    storage = fastify();
    await storage.register(
      app => {
        blobRoutes(app, {
          files,
          signatures,
          tokens,
          requireRoom: () => undefined,
          origin: () => 'http://127.0.0.1'
        });
      },
      { prefix: '/local.blob.carry' }
    );
    await storage.listen({ host: '127.0.0.1', port: 0 });
    account = `127.0.0.1:${(storage.server.address() as AddressInfo).port}/local`;
    for (const [name, content] of Object.entries({
      'sums/train.csv': '1+1=2',
      'sums/more/test a.csv': '2+2=4',
      'sums2/other.csv': 'not requested'
    })) {
      const path = files.path('lake', name);
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(path, content);
    }
    sas = signatures.grant('lake', 'rl', 1);
    const credentials = { credentialsType: 'Sas', secrets: { secretsType: 'Sas', sasToken: sas } };
    const place = { accountName: account, endpoint: 'carry', protocol: 'http' };
    stores = {
      blobs: { datastoreType: 'AzureBlob', containerName: 'lake', ...place, credentials },
      gen2: { datastoreType: 'AzureDataLakeGen2', filesystem: 'lake', ...place, credentials }
    };
  });
  afterEach(async () => {
    await storage.close();
    rmSync(root, { recursive: true });
  });

  const ports = (input: JobInput) =>
    preparePorts(
      {
        name: 'j',
        properties: { jobType: 'Command', inputs: { data: input } }
      } as unknown as StoredJob,
      join(root, 'job'),
      {
        blobs: new BlobFiles(join(root, 'here'), new LibsqlDatabase(':memory:')),
        origin: () => 'https://127.0.0.1:1',
        findAsset: id =>
          id === 'azureml:sums:1'
            ? ({ properties: { dataUri: 'azureml://datastores/blobs/paths/sums/' } } as never)
            : undefined,
        currentUrl: url => url,
        loggedModelName: () => undefined,
        outputUri: () => undefined,
        declared: name => stores[name],
        allDeclared: () => Object.values(stores)
      }
    );
  const placeOf = async (input: JobInput) => (await ports(input)).inputs.data?.text ?? '';
  const read = (folder: string, name: string) => readFileSync(join(folder, name), 'utf8');

  it.each([
    ['a datastore of blobs', () => 'azureml://datastores/blobs/paths/sums'],
    ['a data lake', () => 'azureml://datastores/gen2/paths/sums/'],
    ['a data asset', () => 'azureml:sums:1'],
    ['its URL with a signature', () => `http://${account}.blob.carry/lake/sums?${sas}`],
    ['its URL, opened by the datastore', () => `http://${account}.blob.carry/lake/sums/`]
  ])('is downloaded as a folder with %s', async (_, uri) => {
    const folder = await placeOf({ jobInputType: 'uri_folder', uri: uri() });
    expect(read(folder, 'train.csv')).toBe('1+1=2');
    expect(read(folder, 'more/test a.csv')).toBe('2+2=4');
    expect(existsSync(join(folder, 'other.csv'))).toBe(false);
  });

  it('is downloaded as one file', async () => {
    const uri = `http://${account}.blob.carry/lake/sums/more/test%20a.csv?${sas}`;
    expect(await placeOf({ jobInputType: 'uri_file', uri })).toBe(
      join(root, 'job/inputs/data/test a.csv')
    );
  });

  it('is the value of its variable as it is, also with a space in its name', async () => {
    const uri = `http://${account}.blob.carry/lake/sums/more/test%20a.csv?${sas}`;
    expect(portVariables(await ports({ jobInputType: 'uri_file', uri }))).toEqual({
      AZURE_ML_INPUT_data: join(root, 'job/inputs/data/test a.csv'),
      AZUREML_DATAREFERENCE_data: join(root, 'job/inputs/data/test a.csv')
    });
  });

  it('does not put its signature into any variable of the job', async () => {
    const uri = `http://${account}.blob.carry/lake/sums?${sas}`;
    const variables = portVariables(await ports({ jobInputType: 'uri_folder', uri }));
    expect(JSON.stringify(variables)).not.toContain('sig');
  });

  it.each([
    [
      'a path that is not there',
      () => `http://${account}.blob.carry/lake/none?${sas}`,
      'no blobs below'
    ],
    [
      'a signature that does not hold',
      () => `http://${account}.blob.carry/lake/sums?${sas}x`,
      '403 (BlobAuthenticationFailed)'
    ],
    [
      'an account that cannot be reached',
      () => `http://127.0.0.1:9/local.blob.carry/lake/sums?${sas}`,
      'the storage account was not reached (ECONNREFUSED)'
    ]
  ])('is reported without its signature: %s', async (_, uri, why) => {
    const failure = await ports({ jobInputType: 'uri_folder', uri: uri() }).catch(
      (error: unknown) => error as Error
    );
    const { message, cause } = failure as Error;
    expect(message).toContain("The input 'data' could not be fetched from http://127.0.0.1:");
    expect(message).toContain(why);
    expect(`${message}${JSON.stringify(cause)}${String(cause)}`).not.toMatch(/sig=|sv=/);
  });

  it.each([
    [
      'a file share',
      { datastoreType: 'AzureFile', fileShareName: 's' },
      'None',
      /of the type AzureFile, .* so its data cannot be read here/
    ],
    [
      'a principal',
      { datastoreType: 'AzureBlob', containerName: 'lake' },
      'ServicePrincipal',
      /account key or a shared access signature/
    ]
  ])('is rejected when its datastore needs %s', async (_, store, credentialsType, sentence) => {
    stores.other = { accountName: account, ...store, credentials: { credentialsType } };
    const uri = 'azureml://datastores/other/paths/x';
    await expect(ports({ jobInputType: 'uri_folder', uri })).rejects.toThrow(sentence);
  });
});

describe('a storage account that is opened by its key', () => {
  let server: Server;
  const asked: string[] = [];
  beforeEach(async () => {
    server = createServer((request, response) => {
      asked.push(request.url ?? '');
      response.writeHead(200, { etag: '"1"', 'content-length': 7 }).end('weights');
    });
    await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  });
  afterEach(() => {
    server.close();
  });

  it('receives a read-only signature, and never the key', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'carry-key-'));
    const key = Buffer.from('a secret that opens everything').toString('base64');
    const store = {
      datastoreType: 'AzureBlob',
      accountName: `127.0.0.1:${(server.address() as AddressInfo).port}/local`,
      containerName: 'lake',
      endpoint: 'carry',
      protocol: 'http',
      credentials: { credentialsType: 'AccountKey', secrets: { secretsType: 'AccountKey', key } }
    };
    const input = { jobInputType: 'uri_file', uri: 'azureml://datastores/keyed/paths/m.bin' };
    const job = { name: 'j', properties: { jobType: 'Command', inputs: { model: input } } };
    const { inputs } = await preparePorts(job as unknown as StoredJob, folder, {
      blobs: new BlobFiles(folder, new LibsqlDatabase(':memory:')),
      origin: () => 'https://127.0.0.1:1',
      findAsset: () => undefined,
      currentUrl: url => url,
      loggedModelName: () => undefined,
      outputUri: () => undefined,
      declared: () => store,
      allDeclared: () => [store]
    });
    expect(readFileSync(inputs.model?.text ?? '', 'utf8')).toBe('weights');
    const { pathname, searchParams } = new URL(asked[0] ?? '', 'http://x');
    expect(pathname).toBe('/local.blob.carry/lake/m.bin');
    expect(Object.fromEntries(searchParams)).toMatchObject({ sr: 'c', sp: 'rl' });
    expect(searchParams.get('sig')).toMatch(/^[\w+/]{43}=$/);
    expect(asked.join()).not.toContain(key);
    rmSync(folder, { recursive: true });
  });
});
