import { mkdirSync, readFileSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { vitalsOf } from './fuzz/vitals.js';
import { startLocalWorkspace, type LocalWorkspace } from './local-workspace.js';
import { RawConnection } from './raw-connection.js';
import { WireClient, type Answer } from './wire-client.js';

/** Raw requests to the resource manager bring their own. */
const VERSION = 'api-version=2023-04-01';

/** What `fuzz` draws by chance is too seldom this, or too large, or no HTTP at all. */
describe('input that is meant to break the local workspace', { timeout: 120_000 }, () => {
  let workspace: LocalWorkspace;
  let wire: WireClient;
  let connection: RawConnection;
  beforeAll(async () => {
    workspace = await startLocalWorkspace();
    wire = new WireClient(workspace);
    connection = new RawConnection(workspace);
    writeFileSync(join(workspace.home, 'blobs', 'outside.txt'), 'outside');
  }, 60_000);
  afterAll(() => workspace.stop());

  const code = ({ body }: Answer) =>
    /<Code>(\w+)<|"(?:error_)?code":"(\w+)"/.exec(body)?.slice(1).find(Boolean);
  const mlflow = () => `/mlflow/v2.0${wire.path}/api/2.0`;

  describe('paths that lead outside', () => {
    const traversals = [
      '../outside.txt',
      '..%2foutside.txt',
      '%2e%2e/outside.txt',
      '%2e%2e%2foutside.txt',
      'a/../../outside.txt',
      'a/%2e%2e/%2e%2e/outside.txt',
      '..%5coutside.txt',
      '%252e%252e%252foutside.txt',
      '/outside.txt',
      './../outside.txt',
      '....//outside.txt',
      '..%00/outside.txt',
      'a%00',
      '%c0%ae%c0%ae/outside.txt'
    ];

    /** Reads, writes and deletes there: none of it reaches a file that lies outside. */
    const staysInside = async (url: string) => {
      for (const method of ['GET', 'PUT', 'DELETE']) {
        const answer = await connection.send(
          connection.head(`${method} ${url}`, 'Content-Length: 1', 'Connection: close') + 'x'
        );
        expect(answer, method).not.toContain('\r\n\r\noutside');
        expect(answer, method).toMatch(/^HTTP\/1\.1 [24]\d\d /);
      }
      expect(readFileSync(join(workspace.home, 'blobs', 'outside.txt'), 'utf8')).toBe('outside');
    };

    it.each(traversals)('as the name of a blob: %s', path =>
      staysInside(`/local.blob.carry/azureml/${path}`)
    );

    it.each(traversals)('as the path of an artifact: %s', path =>
      staysInside(`${mlflow()}/mlflow-artifacts/artifacts/${path}`)
    );

    it.each(traversals)('as the name of a job: %s', async path => {
      const body = JSON.stringify({
        properties: {
          jobType: 'Command',
          command: 'true',
          environmentId: 'azureml:carry-notebook:1'
        }
      });
      const answer = await connection.send(
        connection.head(
          `PUT ${wire.path}/jobs/${path}?${VERSION}`,
          'Content-Type: application/json',
          `Content-Length: ${body.length}`,
          'Connection: close'
        ) + body
      );
      expect(answer).toMatch(/^HTTP\/1\.1 (4\d\d|501) /);
    });

    it('as a container', async () => {
      for (const container of ['..', '%2e%2e', '.staging', '.', 'A', 'a_b', 'x%2f..']) {
        const answer = await connection.send(
          connection.head(
            `PUT /local.blob.carry/${container}?restype=container`,
            'Connection: close'
          )
        );
        expect(answer, container).toMatch(/^HTTP\/1\.1 (4\d\d|501) /);
      }
      expect(readdirSync(workspace.home).sort()).not.toContain('outside.txt');
    });

    it('as the input of a job, which then fails in words and sees nothing of it', async () => {
      for (const uri of [
        'azureml://datastores/workspaceblobstore/paths/../../../secret',
        'azureml://datastores/../paths/secret',
        `${wire.origin}/local.blob.carry/azureml/../../secret`,
        `${wire.origin}/local.blob.carry/azureml/%2e%2e/%2e%2e/secret`
      ]) {
        const name = await wire.submit('cat ${{inputs.data}}', {
          inputs: { data: { jobInputType: 'uri_file', uri } }
        });
        expect(await wire.until(name, ['Completed', 'Failed'])).toBe('Failed');
        const secret = readFileSync(join(workspace.home, 'secret'), 'utf8');
        const log = await wire.log(name).catch(() => '');
        expect(log).not.toContain(secret.slice(10, 40));
      }
    });
  });

  describe('links that point outside', () => {
    it('in a snapshot are not followed into the job, nor shown as blobs', async () => {
      const snapshot = join(workspace.home, 'blobs', 'azureml-blobstore', 'linked');
      mkdirSync(snapshot, { recursive: true });
      writeFileSync(
        join(snapshot, 'main.sh'),
        'cat stolen 2>/dev/null; cat away/secret 2>/dev/null; true'
      );
      symlinkSync(join(workspace.home, 'secret'), join(snapshot, 'stolen'));
      symlinkSync(workspace.home, join(snapshot, 'away'));
      symlinkSync('.', join(snapshot, 'loop'));
      const blob = '/local.blob.carry/azureml-blobstore/linked';
      for (const path of ['stolen', 'away/secret', 'away/../../secret'])
        expect((await wire.send('GET', `${blob}/${path}`)).status, path).toBe(404);
      const listed = await wire.send(
        'GET',
        '/local.blob.carry/azureml-blobstore?restype=container&comp=list&prefix=linked'
      );
      expect(listed.body).toContain('linked/main.sh');
      expect(listed.body).not.toContain('stolen');
      await wire.put('/codes/linked/versions/1', {
        properties: { codeUri: `${wire.origin}${blob}` }
      });
      const name = await wire.submit('sh main.sh', { codeId: 'azureml:linked:1' });
      await wire.until(name, ['Completed', 'Failed']);
      const secret = readFileSync(join(workspace.home, 'secret'), 'utf8');
      expect(await wire.log(name).catch(() => '')).not.toContain(secret.slice(10, 40));
    });
  });

  describe('too much', () => {
    it('50 MB of JSON are refused with a code, and none of it is kept', async () => {
      const body = JSON.stringify({ properties: { description: 'x'.repeat(50 << 20) } });
      const before = vitalsOf(workspace.home);
      for (const path of [`${wire.path}/jobs/large`, `${wire.path}/models/large`]) {
        const answer = await wire.send('PUT', path, {}, body);
        expect([answer.status, code(answer)]).toEqual([413, 'RequestEntityTooLarge']);
      }
      const answer = await wire.send('POST', `${mlflow()}/mlflow/runs/log-batch`, {}, body);
      expect([answer.status, code(answer)]).toEqual([413, 'BAD_REQUEST']);
      await delay(500);
      const after = vitalsOf(workspace.home);
      expect(after.openFiles).toBeLessThanOrEqual(before.openFiles + 2);
      expect(after.memory).toBeLessThan(before.memory + 150);
    });

    it('30 MB of one deeply nested text are refused or taken, but answered', async () => {
      for (const body of ['['.repeat(15 << 20), `${'{"a":'.repeat(5 << 20)}1`]) {
        const answer = await wire.send('PUT', `${wire.path}/models/deep`, {}, body);
        expect([answer.status, code(answer)]).toEqual([400, 'ValidationError']);
      }
    });

    it.each([
      ['one header of 200 KB', [`X-Flood: ${'x'.repeat(200_000)}`]],
      ['5,000 headers', Array.from({ length: 5000 }, (_, i) => `X-${i}: ${i}`)]
    ])('%s is refused with a code', async (_what, headers) => {
      const answer = await connection.send(connection.head(`GET ${wire.path}`, ...headers));
      expect(answer).toMatch(/^HTTP\/1\.1 431 /);
      expect(answer).toContain('"code":"RequestHeadersTooLarge"');
    });

    it('a URL of 100 KB is refused with a code', async () => {
      const answer = await connection.send(
        connection.head(`GET ${wire.path}/jobs/${'x'.repeat(100_000)}`)
      );
      expect(answer).toMatch(/^HTTP\/1\.1 4(14|31) /);
      expect(answer).toMatch(/"code":"\w+"/);
    });

    it('500 connections at once are all answered', async () => {
      const answers = await Promise.all(
        Array.from({ length: 500 }, (_, i) =>
          connection.send(
            connection.head(`GET ${wire.path}/jobs/none-${i}?${VERSION}`, 'Connection: close'),
            30_000
          )
        )
      );
      expect(new Set(answers.map(answer => answer.slice(0, 12)))).toEqual(
        new Set(['HTTP/1.1 404'])
      );
    });
  });

  describe('what is no request', () => {
    it.each([
      ['words', 'hello\r\n\r\n'],
      ['no version', 'GET /\r\n\r\n'],
      ['another protocol', 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n'],
      [
        'two lengths',
        'PUT / HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nx'
      ],
      [
        'length and chunks',
        'PUT / HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n'
      ],
      ['a negative length', 'PUT / HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n'],
      ['a broken chunk', 'PUT / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n'],
      ['a control character in a header', 'GET / HTTP/1.1\r\nHost: x\u0001\r\n\r\n'],
      ['a space before the colon', 'GET / HTTP/1.1\r\nHost : x\r\n\r\n']
    ])('%s is answered in the envelope and cut off', async (_what, text) => {
      const answer = await connection.send(text);
      expect(answer).toMatch(/^HTTP\/1\.1 4\d\d /);
      expect(answer).toMatch(/"error":\{"code":"\w+","message":"[^"]+/);
    });

    it('noise is cut off', async () => {
      const noise = Buffer.from(Array.from({ length: 4096 }, (_, i) => (i * 131) % 256));
      expect(await connection.send(noise).catch(() => '')).toMatch(/^(HTTP\/1\.1 400 |$)/);
    });

    it('a body that stops half-way holds no one else up', async () => {
      const half = connection.send(
        connection.head(
          `PUT ${wire.path}/models/half?${VERSION}`,
          'Content-Type: application/json',
          'Content-Length: 1000'
        ) + '{"properties":',
        3000
      );
      expect((await wire.send('GET', `${wire.path}/models/half`)).status).toBe(404);
      expect(await half).toBe('');
      expect((await wire.send('GET', `${wire.path}/models/half`)).status).toBe(404);
    });
  });

  describe('prototype pollution', () => {
    it('changes no object of the server, and the keys are no tags of anyone', async () => {
      const tags = '{"__proto__":{"polluted":"yes"},"constructor":"x","toString":"y"}';
      await wire.send(
        'PUT',
        `${wire.path}/models/p/versions/1`,
        {},
        `{"__proto__":{"isArchived":true},"properties":{"modelUri":"azureml://x","tags":${tags},"__proto__":{"polluted":true}}}`
      );
      await wire.send(
        'POST',
        `${mlflow()}/mlflow/runs/create`,
        {},
        '{"experiment_id":"0","tags":[{"key":"__proto__","value":"x"},{"key":"constructor","value":"y"}],"__proto__":{"run_name":"polluted"}}'
      );
      const listed = await wire.send('GET', `${wire.path}/models?api-version=2023-04-01`);
      expect(listed.status).toBe(200);
      expect(listed.body).not.toContain('polluted');
      expect((await wire.send('GET', `${wire.path}/data/none`)).status).toBe(404);
      const runs = await wire.send(
        'POST',
        `${mlflow()}/mlflow/runs/search`,
        {},
        '{"experiment_ids":["0"]}'
      );
      expect(runs.status).toBe(200);
      expect(JSON.parse(runs.body).runs[0].info.run_name).not.toBe('polluted');
    });
  });

  /** Found by `fuzz` and mended; each by its request. */
  describe('what once was answered 500', () => {
    const blob = '/local.blob.carry/azureml';
    it.each<[string, string, () => string, number, string, string?, Record<string, string>?]>([
      [
        'no body where values are named',
        'POST',
        () => `/data/v1.0${wire.path}/dataversion/batchGetResolvedUris`,
        400,
        'ValidationError'
      ],
      [
        'values that are no list',
        'POST',
        () => `/modelregistry/v1.0${wire.path}/models/batchGetResolvedUris`,
        400,
        'ValidationError',
        '{"values":5}'
      ],
      [
        'no body where a run is named',
        'POST',
        () => `/history/v1.0${wire.path}/rundata`,
        400,
        'ValidationError'
      ],
      [
        'a filter that comes twice',
        'GET',
        () => `${wire.path}/jobs?tag=a&tag=b`,
        400,
        'ValidationError'
      ],
      [
        'a URL that cannot be decoded',
        'GET',
        () => `${wire.path}/jobs/%ff`,
        400,
        'ValidationError'
      ],
      [
        'the same below MLflow',
        'GET',
        () => `${mlflow()}/mlflow/logged-models/%zz`,
        400,
        'BAD_REQUEST'
      ],
      ['the same of a blob', 'GET', () => `${blob}/%ff`, 400, 'ValidationError'],
      [
        'a name longer than any',
        'GET',
        () => `${wire.path}/jobs/${'x'.repeat(5000)}`,
        414,
        'RequestUriTooLong'
      ],
      [
        'a content type that is none',
        'PUT',
        () => `${blob}/x`,
        415,
        'UnsupportedMediaType',
        'x',
        { 'content-type': '=' }
      ],
      [
        'a blob name of more bytes than characters',
        'PUT',
        () => `${blob}/${encodeURIComponent('é'.repeat(200))}`,
        400,
        'InvalidResourceName',
        'x'
      ],
      [
        'a blob name longer than a path',
        'PUT',
        () => `${blob}/${'a/'.repeat(2500)}b`,
        400,
        'InvalidResourceName',
        'x'
      ],
      [
        'a block id longer than a file name',
        'PUT',
        () => `${blob}/x?comp=block&blockid=${'A'.repeat(400)}`,
        400,
        'InvalidHeaderValue',
        'x'
      ],
      ['a verb that blobs do not have', 'POST', () => `${blob}/x`, 501, 'UnsupportedBlobOperation'],
      [
        'a container that is there',
        'PUT',
        () => `${blob}?restype=container`,
        409,
        'ContainerAlreadyExists'
      ],
      [
        'an artifact path of more bytes than characters',
        'PUT',
        () => `${mlflow()}/mlflow-artifacts/artifacts/${encodeURIComponent('é'.repeat(200))}`,
        400,
        'INVALID_PARAMETER_VALUE',
        'x'
      ]
    ])('%s', async (_what, method, path, status, expected, body, headers) => {
      const answer = await wire.send(method, path(), headers, body);
      expect([answer.status, code(answer)]).toEqual([status, expected]);
      expect(answer.headers['x-ms-request-id']).toMatch(/^[0-9a-f-]{36}$/);
    });

    it('an empty blob without a content type', async () => {
      const answer = await connection.send(
        connection.head(`PUT ${blob}/empty`, 'Connection: close')
      );
      expect(answer).toMatch(/^HTTP\/1\.1 201 /);
    });

    it('an artifact to be deleted below a file', async () => {
      const at = `${mlflow()}/mlflow-artifacts/artifacts/a-file`;
      expect((await wire.send('PUT', at, {}, 'x')).status).toBe(200);
      expect((await wire.send('DELETE', `${at}/below`)).status).toBe(200);
      expect((await wire.send('GET', at)).body).toBe('x');
    });

    it('a new name for a deleted experiment, which keeps MLflow’s code but not the status that makes its client repeat it', async () => {
      const create = await wire.send(
        'POST',
        `${mlflow()}/mlflow/experiments/create`,
        {},
        '{"name":"gone"}'
      );
      const body = create.body.replace('}', ',"new_name":"back"}');
      await wire.send('POST', `${mlflow()}/mlflow/experiments/delete`, {}, create.body);
      const answer = await wire.send('POST', `${mlflow()}/mlflow/experiments/update`, {}, body);
      expect([answer.status, code(answer)]).toEqual([400, 'INVALID_STATE']);
    });
  });

  it('leaves no error of ours in the log', () => {
    const log = readFileSync(join(workspace.home, 'server.log'), 'utf8');
    expect(log.split('\n').filter(line => /"level":[56]0|Unhandled/.test(line))).toEqual([]);
  });
});
