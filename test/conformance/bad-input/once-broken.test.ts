import { describe, expect, it } from 'vitest';
import { codeOf, describeAttacks, mlflowPath } from './attacked.js';

describeAttacks('requests that have broken the local workspace', attacked => {
  /** Found by `fuzz` and fixed; each test repeats the request. */
  describe('requests that earlier versions responded to with 500', () => {
    const blob = '/local.blob.carry/azureml';
    it.each<[string, string, () => string, number, string, string?, Record<string, string>?]>([
      [
        'no body where values are expected',
        'POST',
        () => `/data/v1.0${attacked.wire.path}/dataversion/batchGetResolvedUris`,
        400,
        'ValidationError'
      ],
      [
        'values that are not a list',
        'POST',
        () => `/modelregistry/v1.0${attacked.wire.path}/models/batchGetResolvedUris`,
        400,
        'ValidationError',
        '{"values":5}'
      ],
      [
        'no body where a run is expected',
        'POST',
        () => `/history/v1.0${attacked.wire.path}/rundata`,
        400,
        'ValidationError'
      ],
      [
        'the same filter twice',
        'GET',
        () => `${attacked.wire.path}/jobs?tag=a&tag=b`,
        400,
        'ValidationError'
      ],
      [
        'a URL that cannot be decoded',
        'GET',
        () => `${attacked.wire.path}/jobs/%ff`,
        400,
        'ValidationError'
      ],
      [
        'a URL of MLflow that cannot be decoded',
        'GET',
        () => `${mlflowPath(attacked)}/mlflow/logged-models/%zz`,
        400,
        'BAD_REQUEST'
      ],
      ['the same of a blob', 'GET', () => `${blob}/%ff`, 400, 'ValidationError'],
      [
        'a name that is too long',
        'GET',
        () => `${attacked.wire.path}/jobs/${'x'.repeat(5000)}`,
        414,
        'RequestUriTooLong'
      ],
      [
        'an invalid content type',
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
        'a container that exists',
        'PUT',
        () => `${blob}?restype=container`,
        409,
        'ContainerAlreadyExists'
      ],
      [
        'an artifact path of more bytes than characters',
        'PUT',
        () =>
          `${mlflowPath(attacked)}/mlflow-artifacts/artifacts/${encodeURIComponent('é'.repeat(200))}`,
        400,
        'INVALID_PARAMETER_VALUE',
        'x'
      ]
    ])('%s', async (_what, method, path, status, expected, body, headers) => {
      const answer = await attacked.wire.send(method, path(), headers, body);
      expect([answer.status, codeOf(answer)]).toEqual([status, expected]);
      expect(answer.headers['x-ms-request-id']).toMatch(/^[0-9a-f-]{36}$/);
    });

    it('an empty blob without a content type', async () => {
      const answer = await attacked.connection.send(
        attacked.connection.head(`PUT ${blob}/empty`, 'Connection: close')
      );
      expect(answer).toMatch(/^HTTP\/1\.1 201 /);
    });

    it('the deletion of an artifact below a file', async () => {
      const at = `${mlflowPath(attacked)}/mlflow-artifacts/artifacts/a-file`;
      expect((await attacked.wire.send('PUT', at, {}, 'x')).status).toBe(200);
      expect((await attacked.wire.send('DELETE', `${at}/below`)).status).toBe(200);
      expect((await attacked.wire.send('GET', at)).body).toBe('x');
    });

    it('the renaming of a deleted experiment, with MLflow’s code but not the status that makes its client retry', async () => {
      const create = await attacked.wire.send(
        'POST',
        `${mlflowPath(attacked)}/mlflow/experiments/create`,
        {},
        '{"name":"gone"}'
      );
      const body = create.body.replace('}', ',"new_name":"back"}');
      await attacked.wire.send(
        'POST',
        `${mlflowPath(attacked)}/mlflow/experiments/delete`,
        {},
        create.body
      );
      const answer = await attacked.wire.send(
        'POST',
        `${mlflowPath(attacked)}/mlflow/experiments/update`,
        {},
        body
      );
      expect([answer.status, codeOf(answer)]).toEqual([400, 'INVALID_STATE']);
    });
  });
});
