import { describe, expect, it } from 'vitest';
import { blobPath } from './blob-path.js';

describe('blobPath', () => {
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
