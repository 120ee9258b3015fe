import { describe, expect, it } from 'vitest';
import { blobPath, requireNewName } from './blob-path.js';

describe('blobPath', () => {
  it.each(['two\nlines', 'bell\u0007', 'x/\u001b[2J', '\u007f'])(
    'has a file for %j, which a job may write and no client creates',
    name => {
      expect(blobPath('/r', 'c', name)).toBe(`/r/c/${name}`);
      expect(() => {
        requireNewName(name);
      }).toThrow('cannot be stored');
    }
  );

  it.each(['../x', 'a/../../x', 'a//b', '/etc/passwd', 'a/./b', 'nul\0', ''])(
    'refuses the name %j',
    name => {
      expect(() => blobPath('/r', 'c', name)).toThrow(/cannot be stored|can be stored/);
    }
  );

  it.each(['..', 'A', '.staging', 'a/b'])('refuses the container %j', container => {
    expect(() => blobPath('/r', container, 'x')).toThrow();
  });
});
