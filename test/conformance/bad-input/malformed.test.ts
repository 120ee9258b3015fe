import { describe, expect, it } from 'vitest';
import { describeAttacks, mlflowPath, VERSION } from './attacked.js';

describeAttacks('what no client sends to the local workspace', attacked => {
  describe('malformed requests', () => {
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
      const answer = await attacked.connection.send(text);
      expect(answer).toMatch(/^HTTP\/1\.1 4\d\d /);
      expect(answer).toMatch(/"error":\{"code":"\w+","message":"[^"]+/);
    });

    it('random bytes end the connection', async () => {
      const noise = Buffer.from(Array.from({ length: 4096 }, (_, i) => (i * 131) % 256));
      expect(await attacked.connection.send(noise).catch(() => '')).toMatch(/^(HTTP\/1\.1 400 |$)/);
    });

    it('endless headers on 200 connections do not delay other requests', async () => {
      const { connection, wire } = attacked;
      const slow = Array.from({ length: 200 }, () =>
        connection.send(`GET ${wire.path} HTTP/1.1\r\nHost: x\r\nX-Slow: `, 3000)
      );
      expect((await wire.send('GET', `${wire.path}/models/none`)).status).toBe(404);
      expect(new Set(await Promise.all(slow))).toEqual(new Set(['']));
    });

    it('an incomplete body does not delay other requests', async () => {
      const half = attacked.connection.send(
        attacked.connection.head(
          `PUT ${attacked.wire.path}/models/half?${VERSION}`,
          'Content-Type: application/json',
          'Content-Length: 1000'
        ) + '{"properties":',
        3000
      );
      expect((await attacked.wire.send('GET', `${attacked.wire.path}/models/half`)).status).toBe(
        404
      );
      expect(await half).toBe('');
      expect((await attacked.wire.send('GET', `${attacked.wire.path}/models/half`)).status).toBe(
        404
      );
    });
  });
  describe('prototype pollution', () => {
    it('changes no object of the server, and adds no tags to other resources', async () => {
      const tags = '{"__proto__":{"polluted":"yes"},"constructor":"x","toString":"y"}';
      const model = `${attacked.wire.path}/models/p/versions/1`;
      const runs = `${mlflowPath(attacked)}/mlflow/runs`;
      const run =
        '"experiment_id":"0","tags":[{"key":"__proto__","value":"x"},{"key":"constructor","value":"y"}]';
      for (const [method, path, body] of [
        [
          'PUT',
          model,
          `{"__proto__":{"isArchived":true},"properties":{"modelUri":"azureml://x","tags":${tags},"__proto__":{"polluted":true}}}`
        ],
        ['PUT', model, `{"properties":{"modelUri":"azureml://x","tags":${tags}}}`],
        ['POST', `${runs}/create`, `{${run},"__proto__":{"run_name":"polluted"}}`]
      ] as const) {
        const refused = await attacked.wire.send(method, path, {}, body);
        expect([refused.status, refused.body]).toEqual([400, expect.stringContaining('__proto__')]);
      }
      expect((await attacked.wire.send('POST', `${runs}/create`, {}, `{${run}}`)).status).toBe(200);
      const listed = await attacked.wire.send(
        'GET',
        `${attacked.wire.path}/models?api-version=2023-04-01`
      );
      expect(listed.status).toBe(200);
      expect(listed.body).not.toContain('polluted');
      expect((await attacked.wire.send('GET', `${attacked.wire.path}/data/none`)).status).toBe(404);
      const found = await attacked.wire.send(
        'POST',
        `${runs}/search`,
        {},
        '{"experiment_ids":["0"]}'
      );
      expect(found.status).toBe(200);
      expect(JSON.parse(found.body).runs[0].info.run_name).not.toBe('polluted');
    });
  });
});
