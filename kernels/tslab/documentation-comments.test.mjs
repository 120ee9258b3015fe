import { expect, it } from 'vitest';
import { withoutDocumentation } from './documentation-comments.mjs';

it('makes documentation an ordinary comment, and keeps every position', () => {
  const text = '/** Reads.\n * @param a {string} */\nexport function read(a: string): void;\n';
  const read = withoutDocumentation(text);
  expect(read).toHaveLength(text.length);
  expect(read.indexOf('export')).toBe(text.indexOf('export'));
  expect(read.startsWith('/*  Reads.')).toBe(true);
});

it('keeps what only looks like documentation', () => {
  const text = 'declare module "assets/**/*.svg";\n/**/ type Glob = "src/**";\n/* note **/\n';
  expect(withoutDocumentation(text)).toBe(text);
});
