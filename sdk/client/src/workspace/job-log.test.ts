import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Connection } from '../arm/client/index.js';
import { fakeService, type FakeService } from '../arm/client/fake-service.test-support.js';
import type { JobStatus, RunDetails } from '../arm/index.js';
import { linesOf, readLog, type LogOptions } from './job-log.js';

let service: FakeService;
let log: Buffer;
/** What happens before each look at the job, in order; the last look finds it completed. */
let steps: (() => void)[];
let hasLog: boolean;
let mainLog: string;
/** The names of other logs, before it. */
let more: string[];

beforeEach(async () => {
  log = Buffer.alloc(0);
  steps = [];
  hasLog = true;
  mainLog = 'user_logs/std_log.txt';
  more = ['system_logs/x.txt'];
  service = await fakeService(({ headers, path }) => {
    if (path !== '/log') return { status: 206, body: 'another log' };
    const from = Number(/^bytes=(\d+)-/.exec(headers.range ?? '')?.[1] ?? 0);
    return from >= log.length ? { status: 416 } : { status: 206, body: log.subarray(from) };
  });
});
afterEach(() => service.close());

function read(options: LogOptions = {}) {
  const details = (): Promise<RunDetails> => {
    steps.shift()?.();
    const status: JobStatus = steps.length > 0 ? 'Running' : 'Completed';
    const logFiles: Record<string, string> = hasLog
      ? {
          ...Object.fromEntries(more.map(name => [name, `${service.url}/other`])),
          [mainLog]: `${service.url}/log`
        }
      : {};
    return Promise.resolve({ runId: 'j', status, logFiles });
  };
  const connection = new Connection({ endpoint: service.url, retryDelayMs: 1 });
  return readLog({ name: 'j', details, connection }, options);
}

async function all<T>(items: AsyncIterable<T>): Promise<T[]> {
  const found: T[] = [];
  for await (const item of items) found.push(item);
  return found;
}

const write = (text: string | Buffer) => () => {
  log = Buffer.concat([log, Buffer.from(text)]);
};

describe('reading a log', () => {
  it('returns the existing log with its byte offsets', async () => {
    write('one\ntwo\n')();
    expect(await all(read())).toEqual([{ text: 'one\ntwo\n', start: 0, end: 8 }]);
    expect(await all(read({ offset: 4 }))).toEqual([{ text: 'two\n', start: 4, end: 8 }]);
  });

  it.each([
    ['a pipeline', 'logs/azureml/executionlogs.txt'],
    ['a sweep', 'azureml-logs/hyperdrive.txt'],
    ['a process of several', 'user_logs/std_log_process_0.txt']
  ])('is that of %s where there is no std_log.txt', async (_what, name) => {
    mainLog = name;
    write('one\n')();
    expect(await all(read())).toEqual([{ text: 'one\n', start: 0, end: 4 }]);
  });

  it('of a distributed job is that of its first process', async () => {
    mainLog = 'user_logs/std_log_process_0.txt';
    more = ['user_logs/mpi_log.txt', 'user_logs/std_log_process_1.txt'];
    write('rank 0\n')();
    expect(await all(read())).toEqual([{ text: 'rank 0\n', start: 0, end: 7 }]);
  });

  it('is not that of an image which is built', async () => {
    mainLog = 'azureml-logs/20_image_build_log.txt';
    await expect(all(read())).rejects.toMatchObject({ code: 'LogNotFound' });
  });

  it('says which logs there are when the one asked for is not among them', async () => {
    await expect(all(read({ file: 'no.txt' }))).rejects.toThrow(
      /no log 'no.txt'.*system_logs\/x.txt, user_logs\/std_log.txt/
    );
    hasLog = false;
    await expect(all(read())).rejects.toMatchObject({ code: 'LogNotFound' });
  });
});

describe('following a log', () => {
  it('continues until the job has ended, and reads the last lines', async () => {
    steps = [write('one\n'), write('two\n'), () => undefined, write('last\n')];
    expect(await all(linesOf(read({ follow: true })))).toEqual(['one', 'two', 'last']);
  });

  it('waits for a log that does not exist yet, and ends without an error if none is created', async () => {
    hasLog = false;
    steps = [
      () => undefined,
      () => {
        hasLog = true;
        write('late\n')();
      }
    ];
    expect(await all(linesOf(read({ follow: true })))).toEqual(['late']);
    hasLog = false;
    expect(await all(read({ follow: true }))).toEqual([]);
  });

  it('puts a letter together that was cut between two readings', async () => {
    const smile = Buffer.from('😀\n');
    steps = [write(smile.subarray(0, 2)), write(smile.subarray(2))];
    const chunks = await all(read({ follow: true }));
    expect(chunks).toEqual([{ text: '😀\n', start: 0, end: 5 }]);
  });

  it('ends a piece before a letter whose last bytes are missing, so that a reader can continue there', async () => {
    steps = [write(Buffer.concat([Buffer.from('caf'), Buffer.from([0xc3])])), write('')];
    expect(await all(read({ follow: true }))).toEqual([
      { text: 'caf', start: 0, end: 3 },
      { text: '\ufffd', start: 3, end: 4 }
    ]);
  });

  it('continues at its position when the service is available again', async () => {
    let failures = 5;
    await service.close();
    service = await fakeService(() =>
      failures-- > 0 ? { status: 503 } : { status: 206, body: log }
    );
    write('still there\n')();
    expect(await all(linesOf(read({ follow: true })))).toEqual(['still there']);
  });

  it('ends when it is aborted', async () => {
    const controller = new AbortController();
    steps = Array.from({ length: 9 }, () => () => undefined);
    setImmediate(() => {
      controller.abort();
    });
    await expect(all(read({ follow: true, signal: controller.signal }))).rejects.toThrow(/abort/i);
  });
});

describe('lines', () => {
  const lines = (...texts: string[]) =>
    all(
      linesOf(
        (async function* () {
          for (const text of texts) yield await Promise.resolve({ text, start: 0, end: 0 });
        })()
      )
    );

  it('are put together from pieces, lose their ends, and may lack the last one', async () => {
    expect(await lines('a', 'b\nc\r\n', '\n', 'd')).toEqual(['ab', 'c', '', 'd']);
  });
});
