import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { describeFailure } from './failure.js';
import { joinLogTail } from './log-tail.js';

let folder: string;
let log: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'carry-failure-'));
  log = join(folder, 'std_log.txt');
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

/** What a job may put in the place of its log. */
const replacements: Record<string, () => void> = {
  'a pipe': () => spawnSync('mkfifo', [log]),
  'a link': () => {
    writeFileSync(join(folder, 'mine'), 'ValueError: mine\n');
    symlinkSync(join(folder, 'mine'), log);
  }
};

it.each(Object.keys(replacements))('names no line of a log that is %s', async kind => {
  replacements[kind]?.();
  for (const [name, text] of Object.entries({ capped: '1', turned: '0', tail: 'end\n' }))
    writeFileSync(join(folder, name), text);
  await joinLogTail(folder, log, 100);
  const failure = await describeFailure({ code: 1, at: 0 }, log);
  expect(failure?.message).toContain('exit code 1');
  expect(failure?.message).not.toContain('ValueError');
});
