import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../conformance/local-workspace.js';

interface Table {
  /** A pattern of the paths that cannot be read here, and the generated file or folder instead; with `file`, in that example alone, even if the path is there but lacks files. */
  paths: { path: string; as: string; file?: string }[];
  /** Per example, the fields that its own script gives on the command line. */
  given: Record<string, Record<string, string>>;
  /** Data assets that examples expect to exist. */
  data: Record<string, string>;
  /** Models that examples expect to exist, and where they are in the checkout. */
  models: Record<string, string>;
}

const table = JSON.parse(readFileSync(join(root, 'test/examples/stand-ins.json'), 'utf8')) as Table;
const paths = table.paths.map(row => ({ ...row, pattern: new RegExp(row.path) }));

/** The assets that are created before the examples. `examples` is the folder of the examples, `standIns` that of the generated files. */
export function priorAssets(examples: string, standIns: string) {
  const assets = (kind: 'data' | 'model', folder: string, rows: Record<string, string>) =>
    Object.entries(rows).map(([name, path]) => ({
      do: kind,
      name,
      version: '1',
      path: join(folder, path)
    }));
  return [...assets('data', standIns, table.data), ...assets('model', examples, table.models)];
}

/** The fields that hold a local path. */
const FIELDS_OF_PATHS = /^(path|training_data|validation_data)$/;

/** The fields that the script of an example gives on the command line; none for most. */
export function givenFields(path: string): Record<string, string> {
  return table.given[path] ?? {};
}

/**
 * Returns for each path in an example, at `file` with that text, that a generated file stands in for, the name of that: for a URL in any field, and for a local path
 * that is not there. `exists` tells the local paths that are.
 */
export function standInsOf(
  file: string,
  text: string,
  exists: (path: string) => boolean
): Record<string, string> {
  const fields = [...text.matchAll(/^[\s-]*([\w-]+): *["']?([^\s"']+)/gm)];
  return Object.fromEntries(
    fields.flatMap(([, key = '', value = '']) => {
      const isUrl = /^\w+:/.test(value);
      if (!isUrl && !FIELDS_OF_PATHS.test(key)) return [];
      const isMissing = isUrl || !exists(value);
      const row = paths.find(
        each => each.pattern.test(value) && (each.file ? each.file === file : isMissing)
      );
      return row ? [[value, row.as]] : [];
    })
  );
}
