import { describe, expect, it } from 'vitest';
import type { DeletionPreview, JobSummary } from '@carry-ml/bridge';
import { trans } from '../../parts/rendered.test-support.js';
import { deletionTexts, namesText, outcomeText } from './bulk-texts.js';

const run = (name: string, kind: JobSummary['kind'] = 'job') =>
  ({ name, displayName: name, kind }) as JobSummary;
const nothing: DeletionPreview = {
  files: 0,
  bytes: 0,
  models: [],
  keepsModelFiles: true,
  pinned: 0,
  isComplete: true
};

describe('the question before runs are deleted', () => {
  it('names what is lost and what is kept', () => {
    const preview = {
      ...nothing,
      files: 12,
      bytes: 34_000_000,
      models: [{ name: 'adder', version: '3' }],
      pinned: 1
    };
    expect(deletionTexts([run('a'), run('b'), run('c', 'interactive')], preview, trans)).toEqual([
      'They have 12 files (34 MB).',
      '2 jobs are deleted for good, with their logs, files and metrics.',
      '1 run that a cell started can be restored until the workspace is cleaned up.',
      '1 model version was registered from them (“adder 3”).',
      'It is kept, and so are the files of its run.',
      '1 of them is pinned.'
    ]);
  });

  it('promises nothing of files on Azure, and counts no more than it has read', () => {
    const models = [{ name: 'm', version: '1' }];
    const preview = { ...nothing, files: 1, bytes: 5, models, keepsModelFiles: false };
    const texts = deletionTexts([run('a')], { ...preview, isComplete: false }, trans);
    expect(texts[0]).toBe('They have more than 1 file (5 B).');
    expect(texts.at(-1)).toContain('Azure may delete files');
  });

  it('is short for a run that has nothing', () => {
    expect(deletionTexts([run('a', 'interactive')], nothing, trans)).toHaveLength(1);
  });
});

describe('the words on several runs', () => {
  it('name some of them', () => {
    expect(namesText(['a'], trans)).toBe('“a”');
    expect(namesText(['a', 'b', 'c', 'd', 'e'], trans)).toBe('“a”, “b”, “c” and 2 more');
  });

  it('tell what failed, and why', () => {
    const outcome = { done: [run('a')], failed: [{ run: run('b'), message: 'It runs.' }] };
    expect(outcomeText('delete', outcome, trans)).toBe(
      '1 run deleted. 1 failed and stays chosen. “b”: It runs.'
    );
    expect(outcomeText('archive', { done: [run('a')], failed: [] }, trans)).toBe('1 run archived.');
  });
});
