import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { declaredParameters } from './parameters-cell.js';
import type { ParameterValue } from './parameter.js';

interface Cell {
  cell: string;
  names: string[];
  defaults: Record<string, ParameterValue>;
}

/** The job reads the same cells with Python's own parser, in `test/kernels/test_parameter_cells.py`. */
const file = new URL('../../../../test/kernels/python-cells.json', import.meta.url);
const cells = JSON.parse(readFileSync(file, 'utf8')) as Cell[];

describe('a Python parameters cell, as the job reads it', () => {
  it.each(cells)('reads $cell', ({ cell, names, defaults }) => {
    const read = declaredParameters(cell, 'python');
    expect(read.map(({ name }) => name)).toEqual(names);
    const withDefault = read.filter(parameter => parameter.default !== undefined);
    expect(Object.fromEntries(withDefault.map(p => [p.name, p.default]))).toEqual(defaults);
  });
});
