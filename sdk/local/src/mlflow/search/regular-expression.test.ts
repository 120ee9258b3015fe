import LibsqlDatabase from 'libsql';
import { describe, expect, it } from 'vitest';
import { regularExpression } from './regular-expression.js';

const matches = (text: string, pattern: string) => {
  const db = new LibsqlDatabase(':memory:');
  const row = db.prepare('SELECT ? REGEXP ? AS found').get(text, regularExpression(pattern));
  return (row as { found: number }).found === 1;
};

describe('the pattern of an RLIKE', () => {
  it.each([
    ['gpt-4', '^gpt-[34]$', true],
    ['abab', '^(?:ab)+$', true],
    ['aab', 'a+?b', true],
    ['a?b', 'a\\?b', true],
    ['ab', 'a\\?b', false],
    ['a12', '^a\\d{2}$', true],
    ['x', '^y', false]
  ])('is searched in %j: %s', (text, pattern, found) => {
    expect(matches(text, pattern)).toBe(found);
  });

  it.each(['[', '(?=a)', '(?<name>a)', '(a)\\1', '(a{1,50}){1,50}', 'a{1001}'])(
    'is refused as %s',
    pattern => {
      expect(() => regularExpression(pattern)).toThrow('Invalid pattern of RLIKE');
    }
  );

  it('takes time linear in the text, whatever the pattern', () => {
    const start = performance.now();
    expect(matches('a'.repeat(20_000), '(a+)+(a+)+(a|aa)+$b')).toBe(false);
    expect(performance.now() - start).toBeLessThan(1000);
  });
});
