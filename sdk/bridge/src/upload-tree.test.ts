import { describe, expect, it } from 'vitest';
import type { UploadEntry } from './api.js';
import { uploadTree } from './upload-tree.js';

const shown = (entries: UploadEntry[] | null): unknown =>
  entries?.map(({ path, bytes, files, entries }) =>
    entries === null ? `${path} ${bytes}` : [`${path} ${bytes} in ${files}`, shown(entries)]
  );

describe('the tree of an upload', () => {
  it('has folders with the size of their files, the largest entry first', () => {
    const files = [
      { path: 'n.ipynb', size: 5 },
      { path: 'data/a.csv', size: 10 },
      { path: 'data/deep/b.csv', size: 20 },
      { path: '__proto__/x', size: 1 }
    ];
    expect(shown(uploadTree(files))).toEqual([
      ['data/ 30 in 2', [['data/deep/ 20 in 1', ['data/deep/b.csv 20']], 'data/a.csv 10']],
      'n.ipynb 5',
      ['__proto__/ 1 in 1', ['__proto__/x 1']]
    ]);
  });

  it('lists the largest of very many files', () => {
    const files = Array.from({ length: 20_000 }, (_, size) => ({ path: `f${size}`, size }));
    const entries = uploadTree(files);
    expect(entries).toHaveLength(25);
    expect(entries[0]?.path).toBe('f19999');
  });
});
