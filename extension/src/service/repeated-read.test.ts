import { describe, expect, it } from 'vitest';
import { repeatedRead } from './repeated-read.js';
import { ServiceError } from './service-error.js';

const failure = (code: string) => new ServiceError({ code, message: `It is ${code}.` });

/** A service that fails with these errors before it responds, and the waits of the page between. */
function service(...errors: Error[]) {
  const waits: number[] = [];
  const controller = new AbortController();
  const read = () =>
    repeatedRead(
      () => {
        const error = errors.shift();
        return error ? Promise.reject(error) : Promise.resolve('read');
      },
      controller.signal,
      ms => {
        waits.push(ms);
        return Promise.resolve();
      }
    );
  return { read, waits, controller, left: errors };
}

describe('a request that changes nothing', () => {
  it('is sent again while the bridge starts', async () => {
    const { read, waits } = service(failure('BridgeUnreachable'), failure('ServerUnreachable'));
    expect(await read()).toBe('read');
    expect(waits).toEqual([250, 500]);
  });

  it('fails if the service does not respond for four seconds', async () => {
    const { read, left } = service(
      ...Array.from({ length: 9 }, () => failure('BridgeUnreachable'))
    );
    await expect(read()).rejects.toMatchObject({ code: 'BridgeUnreachable' });
    expect(left).toHaveLength(4);
  });

  it('is not sent again after the response that it asked for', async () => {
    const { read, waits } = service(failure('NotebookNotFound'));
    await expect(read()).rejects.toMatchObject({ code: 'NotebookNotFound' });
    expect(waits).toEqual([]);
  });

  it('is not sent again once nobody waits for it', async () => {
    const { read, waits, controller } = service(failure('ServerUnreachable'));
    controller.abort();
    await expect(read()).rejects.toMatchObject({ code: 'ServerUnreachable' });
    expect(waits).toEqual([]);
  });
});
