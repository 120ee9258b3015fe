import { mkdirSync, readFileSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { describeAttacks, mlflowPath, VERSION } from './attacked.js';

describeAttacks('paths into the local workspace', attacked => {
  beforeAll(() => {
    writeFileSync(join(attacked.workspace.home, 'blobs', 'outside.txt'), 'outside');
  });

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

    /** Reads, writes and deletes at the URL; none of these may affect a file outside the workspace. */
    const staysInside = async (url: string) => {
      for (const method of ['GET', 'PUT', 'DELETE']) {
        const answer = await attacked.connection.send(
          attacked.connection.head(`${method} ${url}`, 'Content-Length: 1', 'Connection: close') +
            'x'
        );
        expect(answer, method).not.toContain('\r\n\r\noutside');
        expect(answer, method).toMatch(/^HTTP\/1\.1 [24]\d\d /);
      }
      expect(readFileSync(join(attacked.workspace.home, 'blobs', 'outside.txt'), 'utf8')).toBe(
        'outside'
      );
    };

    it.each(traversals)('as the name of a blob: %s', path =>
      staysInside(`/local.blob.carry/azureml/${path}`)
    );

    it.each(traversals)('as the path of an artifact: %s', path =>
      staysInside(`${mlflowPath(attacked)}/mlflow-artifacts/artifacts/${path}`)
    );

    it.each(traversals)('as the name of a job: %s', async path => {
      const body = JSON.stringify({
        properties: {
          jobType: 'Command',
          command: 'true',
          environmentId: 'azureml:carry-notebook:1'
        }
      });
      const answer = await attacked.connection.send(
        attacked.connection.head(
          `PUT ${attacked.wire.path}/jobs/${path}?${VERSION}`,
          'Content-Type: application/json',
          `Content-Length: ${body.length}`,
          'Connection: close'
        ) + body
      );
      expect(answer).toMatch(/^HTTP\/1\.1 (4\d\d|501) /);
    });

    it('as a container', async () => {
      for (const container of ['..', '%2e%2e', '.staging', '.', 'A', 'a_b', 'x%2f..']) {
        const answer = await attacked.connection.send(
          attacked.connection.head(
            `PUT /local.blob.carry/${container}?restype=container`,
            'Connection: close'
          )
        );
        expect(answer, container).toMatch(/^HTTP\/1\.1 (4\d\d|501) /);
      }
      expect(readdirSync(attacked.workspace.home).sort()).not.toContain('outside.txt');
    });

    it('as the input of a job, which fails with a message and cannot read it', async () => {
      for (const uri of [
        'azureml://datastores/workspaceblobstore/paths/../../../secret',
        'azureml://datastores/../paths/secret',
        `${attacked.wire.origin}/local.blob.carry/azureml/../../secret`,
        `${attacked.wire.origin}/local.blob.carry/azureml/%2e%2e/%2e%2e/secret`
      ]) {
        const name = await attacked.wire.submit('cat ${{inputs.data}}', {
          inputs: { data: { jobInputType: 'uri_file', uri } }
        });
        expect(await attacked.wire.until(name, ['Completed', 'Failed'])).toBe('Failed');
        const secret = readFileSync(join(attacked.workspace.home, 'secret'), 'utf8');
        const log = await attacked.wire.log(name).catch(() => '');
        expect(log).not.toContain(secret.slice(10, 40));
      }
    });
  });
  describe('links that point outside', () => {
    it('in a snapshot are not followed into the job, nor shown as blobs', async () => {
      const snapshot = join(attacked.workspace.home, 'blobs', 'azureml-blobstore', 'linked');
      mkdirSync(snapshot, { recursive: true });
      writeFileSync(
        join(snapshot, 'main.sh'),
        'cat stolen 2>/dev/null; cat away/secret 2>/dev/null; true'
      );
      symlinkSync(join(attacked.workspace.home, 'secret'), join(snapshot, 'stolen'));
      symlinkSync(attacked.workspace.home, join(snapshot, 'away'));
      symlinkSync('.', join(snapshot, 'loop'));
      const blob = '/local.blob.carry/azureml-blobstore/linked';
      for (const path of ['stolen', 'away/secret', 'away/../../secret'])
        expect((await attacked.wire.send('GET', `${blob}/${path}`)).status, path).toBe(404);
      const listed = await attacked.wire.send(
        'GET',
        '/local.blob.carry/azureml-blobstore?restype=container&comp=list&prefix=linked'
      );
      expect(listed.body).toContain('linked/main.sh');
      expect(listed.body).not.toContain('stolen');
      await attacked.wire.put('/codes/linked/versions/1', {
        properties: { codeUri: `${attacked.wire.origin}${blob}` }
      });
      const name = await attacked.wire.submit('sh main.sh', { codeId: 'azureml:linked:1' });
      await attacked.wire.until(name, ['Completed', 'Failed']);
      const secret = readFileSync(join(attacked.workspace.home, 'secret'), 'utf8');
      expect(await attacked.wire.log(name).catch(() => '')).not.toContain(secret.slice(10, 40));
    });
  });
});
