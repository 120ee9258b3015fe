import { describe, expect, it } from 'vitest';
import { tagOf } from './platforms.mjs';

describe('the tag of a wheel', () => {
  it('is the one of its platform', () => {
    expect(tagOf('darwin-arm64')).toBe('macosx_11_0_arm64');
  });

  it.each(['', 'nonsense', 'constructor'])(
    "does not exist for '%s', and the others are named",
    name => {
      expect(() => tagOf(name)).toThrow(
        `There is no wheel for '${name}'. The platforms are: linux-x64-gnu`
      );
    }
  );
});
