import { describe, expect, it } from 'vitest';
import { fileTree } from './file-tree.js';

const file = (path: string, size = 1) => ({ path, size, isFolder: false });

describe('the tree of the files of a run', () => {
  it('has a folder for each part of a path, with the count and size of all below', () => {
    const tree = fileTree([file('a.txt', 1), file('out/b.png', 2), file('out/deep/c.bin', 3)]);
    expect(tree).toMatchObject({ count: 3, bytes: 6, files: [{ path: 'a.txt' }] });
    expect(tree.folders).toMatchObject([
      { name: 'out', count: 2, bytes: 5, files: [{ path: 'out/b.png' }] }
    ]);
    expect(tree.folders[0]?.folders).toMatchObject([{ name: 'deep', count: 1, bytes: 3 }]);
  });

  it('joins a folder with the only folder in it', () => {
    const tree = fileTree([file('a/b/c/one.txt'), file('a/b/c/two.txt')]);
    expect(tree.folders).toMatchObject([{ name: 'a/b/c', count: 2, folders: [] }]);
  });

  it('keeps names apart that every object has', () => {
    const tree = fileTree([file('constructor/x'), file('__proto__/y')]);
    expect(tree.folders.map(({ name }) => name)).toEqual(['constructor', '__proto__']);
  });
});
