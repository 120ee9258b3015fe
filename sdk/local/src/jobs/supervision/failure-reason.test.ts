import { describe, expect, it } from 'vitest';
import { failureReason } from './failure-reason.js';

const traceback =
  'Traceback (most recent call last):\n  File "train.py", line 3, in <module>\n    f()\n';

describe('failureReason', () => {
  it.each([
    ['a traceback', `${traceback}ValueError: no digit\n`, 'ValueError: no digit'],
    [
      'a log in which the workspace describes the processes',
      'boom\n[distribution] 2 processes on this machine, with a log of its own each.\n',
      'boom'
    ],
    ['an error without a message', `${traceback}KeyboardInterrupt\n`, 'KeyboardInterrupt'],
    [
      'the notes of JAX',
      `${traceback}jax.errors.ConcretizationTypeError: abstract\n--------------------\nFor simplicity, JAX has removed its internal frames from the traceback of the following exception. Set JAX_TRACEBACK_FILTERING=off to include these.\n`,
      'jax.errors.ConcretizationTypeError: abstract'
    ],
    [
      'a message of several lines',
      `${traceback}RuntimeError: shapes differ\n  got (2, 3)\n  want (3, 2)\n`,
      'RuntimeError: shapes differ'
    ],
    [
      'chained exceptions',
      `${traceback}KeyError: 'a'\n\nDuring handling of the above exception, another exception occurred:\n\n${traceback}OSError: disk\n`,
      'OSError: disk'
    ],
    [
      'an exception group',
      '  | ExceptionGroup: two (2 sub-exceptions)\n  +-+---------------- 1 ----------------\n    | ValueError: a\n    +---------------- 2 ----------------\n    | TypeError: b\n    +------------------------------------\n',
      'TypeError: b'
    ],
    [
      'an error of Node',
      'file.js:1\n\nTypeError: x is not a function\n    at main (file.js:1:1)\n\nNode.js v20.0.0\n',
      'TypeError: x is not a function'
    ],
    [
      'the cause in Java, before its frames',
      `Exception in thread "main" org.x.JobException: it stopped\n\tat org.x.Job.run(Job.java:3)\nCaused by: java.io.IOException: no file\n${'\tat java.base/java.io.Reader.<init>(Reader.java:5)\n'.repeat(30)}\t... 14 more\n`,
      'Caused by: java.io.IOException: no file'
    ],
    [
      'pip, which adds a hint',
      'ERROR: No matching distribution found for x: y\nWARNING: a newer version of pip is available\n',
      'ERROR: No matching distribution found for x: y'
    ],
    [
      'a shell, after an error that was handled',
      'ValueError: handled\nsh: 1: traim: not found\n',
      'sh: 1: traim: not found'
    ],
    [
      'a notebook',
      "KeyError: 'x'\ncode cell 2 of 3: 0.1 s\nCode cell 2 of 3 failed: KeyError: 'x'\n",
      "Code cell 2 of 3 failed: KeyError: 'x'"
    ],
    ['a plain last line', 'epoch 1\naccuracy is too low\n-----\n', 'accuracy is too low']
  ])('finds the reason in %s', (_what, log, reason) => {
    expect(failureReason(log)).toBe(reason);
  });

  it('leaves an error that was handled long before the end', () => {
    const log = `ValueError: handled\n${'step\n'.repeat(30)}accuracy is too low\n`;
    expect(failureReason(log)).toBe('accuracy is too low');
  });

  it('is undefined for an empty log', () => {
    expect(failureReason('\n')).toBeUndefined();
  });
});
