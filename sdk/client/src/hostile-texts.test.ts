import { describe, expect, it } from 'vitest';
import { parseDatastoreUri, parseJobOutputUri } from './arm/index.js';
import { mlflowRestUri } from './arm/client/arm-workspace.js';
import { serviceError } from './arm/client/service-error.js';
import { TerminalLog } from './cli/terminal-log.js';
import { pythonParameters } from './notebooks/parameters-python.js';
import { parseRunPath } from './registry/model-uri.js';
import { plainName } from './workspace/job-name.js';

/** Long enough that quadratic time is a second or more. */
const LENGTH = 60_000;

/** Added to each measurement, so that the noise of short ones does not count as growth. */
const NOISE_MS = 20;

/** How many times as long a text of double length takes; quadratic time takes four times as long. */
function growth(read: (text: string) => unknown, text: (length: number) => string): number {
  const milliseconds = (length: number) => {
    const input = text(length);
    const times = Array.from({ length: 3 }, () => {
      const start = performance.now();
      read(input);
      return performance.now() - start;
    });
    return Math.min(...times) + NOISE_MS;
  };
  return milliseconds(2 * LENGTH) / milliseconds(LENGTH);
}

const repeated =
  (part: string, end = '') =>
  (length: number) =>
    part.repeat(length / part.length) + end;

describe('a long text', () => {
  it.each<[string, (text: string) => unknown, (length: number) => string]>([
    ['of a tracking URI', mlflowRestUri, repeated('?', '\n?')],
    ['of slashes in a tracking URI', mlflowRestUri, repeated('/', '\n/')],
    [
      'of tags in an error',
      text => serviceError({ method: 'GET', url: 'https://a', status: 500, text }),
      repeated('<')
    ],
    [
      'of open sequences in a log',
      text => new TerminalLog().next(Buffer.from(text)),
      repeated('\u0090', '\n')
    ],
    [
      'of the type of a parameter',
      text => pythonParameters(`a = 1  # type::${text}n`),
      repeated('\t')
    ],
    [
      'of the annotation of a parameter',
      text => pythonParameters(`a: "${text}" = 1`),
      repeated('[')
    ],
    ['of a choice with None', text => pythonParameters(`a: "${text}None" = 1`), repeated('\t')],
    ['of an artifact of a run', parseRunPath, repeated('/PATHS/EXPERIMENTRUN/DCID.D/', '\n')],
    ['of an output of a job', parseJobOutputUri, repeated('azureml://jobs/a/outputs/b/', '\n')],
    [
      'of a path in a datastore',
      parseDatastoreUri,
      repeated('azureml://datastores/a/paths/', '\n')
    ],
    ['of a name', text => plainName(text, 'x'), repeated('-', '_')]
  ])('%s is read in linear time', (_what, read, text) => {
    expect(growth(read, text)).toBeLessThan(3);
  });
});
