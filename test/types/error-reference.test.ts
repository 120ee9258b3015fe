import { readFileSync } from 'node:fs';
import { relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

interface Found {
  package: string;
  room: string;
  table: Record<string, { code?: string; status?: number; message: (params: never) => string }>;
}
interface ErrorReference {
  loadTables: () => Promise<Found[]>;
  sharedReasons: (tables: Found[]) => string[];
  errorReference: (tables: Found[]) => Promise<Record<string, string>>;
}

const root = fileURLToPath(new URL('../..', import.meta.url));
const module = new URL('../../sdk/error-reference.mjs', import.meta.url).href;
const { loadTables, sharedReasons, errorReference } = (await import(module)) as ErrorReference;
const tables = await loadTables();
const written = Object.entries(await errorReference(tables));

describe('the error tables of all packages', () => {
  it('are found in every package', () => {
    expect(new Set(tables.map(found => found.package))).toEqual(
      new Set(['carry-ml', '@carry-ml/adder', '@carry-ml/local', '@carry-ml/bridge'])
    );
  });

  it('have no reason in common', () => {
    expect(sharedReasons(tables)).toEqual([]);
  });

  it.each(written.map(([path, text]) => [relative(root, path), path, text]))(
    "are in %s as 'npm run build && node sdk/error-reference.mjs' writes it",
    (_name, path, text) => {
      expect(readFileSync(path, 'utf8')).toBe(text);
    }
  );

  it('render every message without a gap', () => {
    const page = written.find(([path]) => path.endsWith('errors.md'))?.[1];
    expect(page).not.toMatch(/\bundefined\b|\bNaN\b|\[object/);
  });
});
