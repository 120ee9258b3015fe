#!/usr/bin/env node
/**
 * Writes the two files that follow from the error tables of all packages:
 *
 * - `docs/errors.md`: every error with its code, its status and its message;
 * - `sdk/client/src/errors/error-codes.ts`: the union of the codes of `carry-ml`, which completes in an editor.
 *
 * Reads the built tables: `npm run build && node sdk/error-reference.mjs`.
 */
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { format, resolveConfig } from 'prettier';

const COMMAND = 'npm run build && node sdk/error-reference.mjs';
const sdk = fileURLToPath(new URL('.', import.meta.url));
const PAGE = join(sdk, '../docs/errors.md');
const CODES = join(sdk, 'client/src/errors/error-codes.ts');

/** The packages in the order of the page, each by its folder. */
const packages = ['client', 'adder', 'local', 'bridge'];

/** The files with tables: `errors.js`, `errors/index.js`, and `…-failures.js` for the errors that are stored on jobs. */
const tableFile = /(?:(?:^|[/-])errors(?:\/index)?|[^/]+-failures)\.js$/;

/** Loads the error tables of every package. */
export async function loadTables() {
  const seen = new Set();
  const tables = [];
  for (const folder of packages) {
    const { name } = JSON.parse(readFileSync(join(sdk, folder, 'package.json'), 'utf8'));
    const dist = join(sdk, folder, 'dist');
    const files = readdirSync(dist, { recursive: true })
      .map(file => file.replaceAll('\\', '/'))
      .filter(file => tableFile.test(file))
      // What an earlier build left of a file that has since moved does not count.
      .filter(file => existsSync(join(sdk, folder, 'src', file.replace(/\.js$/, '.ts'))))
      .sort();
    for (const file of files) {
      const module = await import(pathToFileURL(join(dist, file)).href);
      for (const table of Object.values(module).filter(isTable)) {
        if (seen.has(table)) continue;
        seen.add(table);
        tables.push({ package: name, room: roomOf(file), table });
      }
    }
  }
  return tables;
}

/**
 * `workspace/errors.js` is the room `workspace`; the room of a package's own `errors.js` has no name. `jobs/job-failures.js`
 * is `jobs (errors of jobs)`.
 */
function roomOf(file) {
  return file
    .replace(tableFile, file.endsWith('-failures.js') ? '(errors of jobs)' : '')
    .replace('/(', ' (');
}

function isTable(value) {
  return (
    typeof value === 'object' &&
    value !== null &&
    Object.keys(value).length > 0 &&
    Object.values(value).every(
      row =>
        ['number', 'undefined'].includes(typeof row?.status) && typeof row.message === 'function'
    )
  );
}

/** The reasons that more than one table has, each with its owners: `NotebookNotFound: carry-ml/notebooks, …`. */
export function sharedReasons(tables) {
  const owners = new Map();
  for (const found of tables)
    for (const reason of Object.keys(found.table))
      owners.set(reason, [...(owners.get(reason) ?? []), titleOf(found)]);
  return [...owners]
    .filter(([, rooms]) => rooms.length > 1)
    .map(([reason, rooms]) => `${reason}: ${rooms.join(', ')}`);
}

function titleOf({ package: name, room }) {
  return room === '' ? name : `${name}/${room}`;
}

/** The files to write, by path. */
export async function errorReference(tables) {
  const files = { [PAGE]: pageOf(tables), [CODES]: codesOf(tables) };
  const formatted = Object.entries(files).map(async ([path, text]) => {
    const options = await resolveConfig(path);
    return [path, await format(text, { ...options, filepath: path })];
  });
  return Object.fromEntries(await Promise.all(formatted));
}

function codesOf(tables) {
  const codes = tables
    .filter(found => found.package === 'carry-ml')
    .flatMap(({ table }) => Object.entries(table).map(([reason, row]) => row.code ?? reason));
  const union = [...new Set(codes)].sort().map(code => `  | '${code}'`);
  return `// Written by '${COMMAND}' from the error tables.

/** The codes of the errors that this package raises. A service's own errors have the service's codes. */
export type ErrorCode =
${union.join('\n')};
`;
}

function pageOf(tables) {
  const rooms = tables.map(found => {
    const rows = Object.entries(found.table)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([reason, row]) => entryOf(reason, row));
    return `## ${titleOf(found)}\n\n${rows.join('\n\n')}`;
  });
  return `<!-- Written by '${COMMAND}' from the error tables. -->

# Errors

Every error has a stable \`code\`, an HTTP \`status\` and a message that says what happened and what to do next.
In TypeScript:

\`\`\`ts
import { isCarryError } from 'carry-ml';

try {
  await ws.jobs.submitNotebook('adder.ipynb');
} catch (error) {
  if (isCarryError(error) && error.code === 'ComputeNeeded') console.log(error.message);
  else throw error;
}
\`\`\`

A name in braces, such as \`{path}\`, stands for a value of the failed call. Where several errors share one code, each
has a heading of its own with that code below it. Errors of Azure and of MLflow servers keep their own codes and
messages, and are not listed here. A job that failed or was stopped has its error stored with it; those errors are in the
sections marked "errors of jobs", and have no status.

${rooms.join('\n\n')}
`;
}

function entryOf(reason, { code = reason, status, message }) {
  const facts = status === undefined ? `Code \`${code}\`.` : `Code \`${code}\`, status ${status}.`;
  return `### ${reason}\n\n${facts}\n\n> ${escaped(message(placeholders))}`;
}

function escaped(text) {
  return text.replace(/[\\`*<[\]~]/g, '\\$&');
}

/** Parameters that render as their own names: `{path}`. */
const placeholders = new Proxy({}, { get: (_, name) => placeholder(String(name)) });

/** A value that survives what a message does with a parameter (joining, slicing, calling) and renders as `{name}`. */
function placeholder(name) {
  const text = `{${name}}`;
  const value = new Proxy(() => value, {
    get: (_, property) => {
      if (['toString', 'toJSON', Symbol.toPrimitive].includes(property)) return () => text;
      if (property === Symbol.iterator) return () => [value].values();
      return value;
    }
  });
  return value;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  for (const [path, text] of Object.entries(await errorReference(await loadTables()))) {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
  }
}
