import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import * as adder from './index.js';

/** Reads the built declarations, so build first. */
const { declaredNames } = (await import(
  new URL('../../exported-names.mjs', import.meta.url).href
)) as { declaredNames: (files: string[]) => Record<string, string[]> };
const declarations = fileURLToPath(new URL('../dist/index.d.ts', import.meta.url));

/** Renaming an export breaks users; see the test of this name in `sdk/client`. */
it('exports the promised names', () => {
  expect(Object.keys(adder).sort()).toEqual([
    'CarryError',
    'isCarryError',
    'load',
    'loadOnnx',
    'train'
  ]);
});

it('declares the types that it promises, and no other', () => {
  const types = [
    'Adder',
    'AdderCard',
    'Architecture',
    'Backend',
    'ExplainedDigit',
    'Explanation',
    'LoadOnnxOptions',
    'LoadOptions',
    'Mistake',
    'OnnxAdder',
    'PredictOptions',
    'Progress',
    'TrainOptions',
    'TrainingCallback'
  ];
  expect(declaredNames([declarations])[declarations]).toEqual(
    [...Object.keys(adder), ...types].sort()
  );
});
