import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { formatBytes, parseBytes } from './bytes.js';
import { loadSettings } from './settings.js';

let folder: string;
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'carry-settings-'))));
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});
const path = () => join(folder, 'settings.json');
const write = (text: string) => {
  writeFileSync(path(), text);
};

describe('settings', () => {
  it('have defaults', () => {
    expect(loadSettings(path(), {})).toMatchObject({ logLimit: 64 << 20, keepDays: 90 });
  });

  it('are read from the file, overridden by environment variables', () => {
    write('{ "logLimit": "1 MiB", "keepDays": 7, "diskLimit": 4096 }');
    expect(loadSettings(path(), { CARRY_KEEP_DAYS: '8' })).toMatchObject({
      logLimit: 1 << 20,
      keepDays: 8,
      diskLimit: 4096
    });
  });

  it('hold lists of names, written as text or as a list', () => {
    write('{ "jobVariables": "HF_TOKEN WANDB_*" }');
    expect(loadSettings(path(), {}).jobVariables).toEqual(['HF_TOKEN', 'WANDB_*']);
    write('{ "jobVariables": ["HF_TOKEN", "WANDB_*"] }');
    expect(loadSettings(path(), {}).jobVariables).toEqual(['HF_TOKEN', 'WANDB_*']);
  });

  it.each([
    ['{ "logLimit": "much" }', /The setting 'logLimit' is 'much' .*such as '64 MiB'/],
    ['{ "jobVariables": "A=1" }', /The setting 'jobVariables' is 'A=1' .*names of variables/],
    ['{ "keepDays": -1 }', /The setting 'keepDays' is '-1' .*a whole number/],
    [
      '{ "logsize": 1 }',
      /has the setting 'logsize', which does not exist\. The settings are: logLimit/
    ],
    ['{', /is not a JSON object.*Correct or remove it/]
  ])('in %s are refused with a sentence', (text, sentence) => {
    write(text);
    expect(() => loadSettings(path(), {})).toThrow(sentence);
  });

  it.each([
    ['64 MiB', 64 << 20],
    ['1.5GB', 1.5 * 2 ** 30],
    ['2k', 2048],
    ['10', 10],
    ['-1', undefined],
    ['', undefined]
  ])('parse the size %j', (text, bytes) => {
    expect(parseBytes(text)).toBe(bytes);
  });

  it.each([
    [0, '0 B'],
    [1023, '1023 B'],
    [1536, '1.5 KiB'],
    [100 * 2 ** 30, '100 GiB']
  ])('format %d bytes', (bytes, text) => {
    expect(formatBytes(bytes)).toBe(text);
  });
});
