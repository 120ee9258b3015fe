import fc, { type Arbitrary } from 'fast-check';

const depth = (levels: number) => JSON.parse('['.repeat(levels) + ']'.repeat(levels)) as unknown;

/** Texts that break careless code: paths, encodings, quotes, lengths, names of built-in properties. */
export const nastyTexts = [
  '',
  ' ',
  '\u0000',
  'a\u0000b',
  '\ud800',
  '\udc00x',
  '\u202e\ufeff',
  '😀'.repeat(90),
  '..',
  '../../../../etc/passwd',
  '..\\..\\windows',
  '/etc/passwd',
  'file:///etc/passwd',
  'azureml://datastores/workspaceblobstore/paths/../../../etc',
  'azureml:x:y:z',
  '%2e%2e%2f',
  '%00',
  '%',
  '%zz',
  '%c0%ae',
  "'; DROP TABLE jobs; --",
  '"',
  '<a>&amp;]]>',
  '${PATH}$(true)`true`',
  '__proto__',
  'constructor',
  'toString',
  'hasOwnProperty',
  'NaN',
  '-1',
  '1e309',
  '9223372036854775808',
  'null',
  'true',
  'latest',
  'CON',
  'é'.normalize('NFD'),
  'a'.repeat(256),
  'é'.repeat(200),
  'x'.repeat(5000),
  'a/'.repeat(300) + 'b',
  '2026-13-45T99:99:99Z',
  'P1Y2M3DT',
  'R/0',
  '* * * * *'
] as const;

/** Values of any type except the expected one. */
export const nastyValue: Arbitrary<unknown> = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom<unknown>(...nastyTexts) },
  {
    weight: 3,
    arbitrary: fc.constantFrom<unknown>(
      null,
      true,
      false,
      0,
      -0,
      -1,
      0.5,
      1e308,
      5e-324,
      2 ** 31,
      2 ** 53,
      2 ** 53 + 2,
      2 ** 63,
      -(2 ** 63),
      1e19,
      [],
      {},
      [null],
      [[]],
      [{}],
      { '': '' },
      depth(60),
      depth(400)
    )
  },
  { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 40 }) },
  { weight: 1, arbitrary: fc.jsonValue({ maxDepth: 4 }) },
  { weight: 1, arbitrary: fc.constant(Array.from({ length: 1500 }, (_, i) => ({ key: `k${i}` }))) }
);

/** Keys that change an object's prototype in a careless merge. */
export const nastyKeys = [
  '__proto__',
  'constructor',
  'prototype',
  'toString',
  'length',
  '',
  '\u0000',
  'a.b',
  '$ref',
  'x'.repeat(300)
] as const;
