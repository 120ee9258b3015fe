import { setTimeout as delay } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { vitalsOf } from '../fuzz/vitals.js';
import { codeOf, describeAttacks, mlflowPath, VERSION } from './attacked.js';

describeAttacks('the local workspace under too much input', attacked => {
  describe('too much', () => {
    it('50 MB of JSON are refused with a code, and nothing is stored', async () => {
      const body = JSON.stringify({ properties: { description: 'x'.repeat(50 << 20) } });
      const before = vitalsOf(attacked.workspace.home);
      for (const path of [
        `${attacked.wire.path}/jobs/large`,
        `${attacked.wire.path}/models/large`
      ]) {
        const answer = await attacked.wire.send('PUT', path, {}, body);
        expect([answer.status, codeOf(answer)]).toEqual([413, 'RequestEntityTooLarge']);
      }
      const answer = await attacked.wire.send(
        'POST',
        `${mlflowPath(attacked)}/mlflow/runs/log-batch`,
        {},
        body
      );
      expect([answer.status, codeOf(answer)]).toEqual([413, 'BAD_REQUEST']);
      await delay(500);
      const after = vitalsOf(attacked.workspace.home);
      expect(after.openFiles).toBeLessThanOrEqual(before.openFiles + 2);
      expect(after.memory).toBeLessThan(before.memory + 150);
    });

    it.each([
      [30, [413, 'RequestEntityTooLarge']],
      [3, [413, 'RequestEntityTooLarge']],
      [1, [400, 'ValidationError']]
    ])('%i MB of one deeply nested text are refused with a code', async (size, refusal) => {
      for (const body of ['['.repeat(size << 20), '{"a":'.repeat((size << 20) / 5)]) {
        const answer = await attacked.wire.send(
          'PUT',
          `${attacked.wire.path}/models/deep`,
          {},
          body
        );
        expect([answer.status, codeOf(answer)]).toEqual(refusal);
      }
    });

    it('a batch of more than 1 MB is refused, as by MLflow, and data sets of 3 MB are not too large', async () => {
      const send = (name: string, size: number) =>
        attacked.wire.send(
          'POST',
          `${mlflowPath(attacked)}/mlflow/runs/${name}`,
          {},
          JSON.stringify({ run_id: 'none', x: 'x'.repeat(size) })
        );
      expect((await send('log-batch', 1_000_000)).status).toBe(413);
      expect((await send('log-batch', 900_000)).status).toBe(404);
      expect((await send('log-inputs', 3 << 20)).status).toBe(404);
    });

    it.each([
      ['one header of 200 KB', [`X-Flood: ${'x'.repeat(200_000)}`]],
      ['5,000 headers', Array.from({ length: 5000 }, (_, i) => `X-${i}: ${i}`)]
    ])('%s is refused with a code', async (_what, headers) => {
      const answer = await attacked.connection.send(
        attacked.connection.head(`GET ${attacked.wire.path}`, ...headers)
      );
      expect(answer).toMatch(/^HTTP\/1\.1 431 /);
      expect(answer).toContain('"code":"RequestHeadersTooLarge"');
    });

    it('a URL of 100 KB is refused with a code', async () => {
      const answer = await attacked.connection.send(
        attacked.connection.head(`GET ${attacked.wire.path}/jobs/${'x'.repeat(100_000)}`)
      );
      expect(answer).toMatch(/^HTTP\/1\.1 4(14|31) /);
      expect(answer).toMatch(/"code":"\w+"/);
    });

    it('500 simultaneous connections all get a response', async () => {
      const answers = await Promise.all(
        Array.from({ length: 500 }, (_, i) =>
          attacked.connection.send(
            attacked.connection.head(
              `GET ${attacked.wire.path}/jobs/none-${i}?${VERSION}`,
              'Connection: close'
            ),
            30_000
          )
        )
      );
      expect(new Set(answers.map(answer => answer.slice(0, 12)))).toEqual(
        new Set(['HTTP/1.1 404'])
      );
    });
  });
});
