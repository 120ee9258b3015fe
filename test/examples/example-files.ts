import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';

/** The kinds of files that azure-ai-ml has a loader for, in the order in which one may refer to another. */
export const kinds = [
  'workspace',
  'connection',
  'compute',
  'datastore',
  'environment',
  'data',
  'model',
  'component',
  'pipeline component',
  'online endpoint',
  'batch endpoint',
  'online deployment',
  'batch deployment',
  'model batch deployment',
  'pipeline batch deployment',
  'model package',
  'data import',
  'schedule',
  'job'
] as const;
export type Kind = (typeof kinds)[number];

/** A file that describes a resource or a job. */
export interface ExampleFile {
  /** Relative to the folder of the examples, with slashes. */
  path: string;
  /** The name of its schema, such as `commandJob`; without one, its `type`. */
  schema: string;
  kind: Kind;
}

/** The kind of a file by the name of its schema, in lower case; the first row that fits counts. */
const bySchema: readonly [RegExp, Kind][] = [
  [/^(command|pipeline|sweep|automl|spark|import|finetuning|distillation)job$/, 'job'],
  [/^pipelinecomponent$/, 'pipeline component'],
  [/component$/, 'component'],
  [/onlinedeployment$/, 'online deployment'],
  [/^batchdeployment$/, 'batch deployment'],
  [/^modelbatchdeployment$/, 'model batch deployment'],
  [/^pipelinecomponentbatchdeployment$/, 'pipeline batch deployment'],
  [/onlineendpoint$/, 'online endpoint'],
  [/^batchendpoint$/, 'batch endpoint'],
  [/^(aml|vm|kubernetes|synapsespark)compute$|^computeinstance$/, 'compute'],
  [/^azure(blob|file|datalakegen[12])$/, 'datastore'],
  [/^(environment|data|model|schedule|workspace|connection)$/, '$&' as Kind],
  [/^dataimport$/, 'data import'],
  [/^modelversionpackage$/, 'model package']
];

/** Finds the example files below a folder, sorted by path. */
export function findExampleFiles(root: string): ExampleFile[] {
  return readdirSync(root, { recursive: true, encoding: 'utf8' })
    .filter(name => /\.ya?ml$/.test(name))
    .map(name => relative(root, join(root, name)).replaceAll('\\', '/'))
    .sort()
    .flatMap(path => {
      const schema = schemaOf(readFileSync(join(root, path), 'utf8'));
      const kind = schema && kindOf(schema);
      return schema && kind ? [{ path, schema, kind }] : [];
    });
}

/** Returns the name of a file's schema; undefined for a file of another program, such as a conda file. */
export function schemaOf(text: string): string | undefined {
  const url = /^\s*["']?\$schema["']?\s*:\s*["']?([^\s"']+)/m.exec(text)?.[1];
  if (url !== undefined)
    return url
      .split('/')
      .at(-1)!
      .replace(/(\.schema)?\.json$/, '');
  // Two kinds of jobs have no schema, and name their type instead.
  const type = /^type: *["']?(finetuning|distillation)\b/m.exec(text)?.[1];
  return type && `${type}Job`;
}

export function kindOf(schema: string): Kind | undefined {
  const name = schema.toLowerCase();
  const row = bySchema.find(([pattern]) => pattern.test(name));
  return row && (row[1] === ('$&' as Kind) ? (name as Kind) : row[1]);
}

/** True if a path is chosen by a glob: `*` is any part of a name, `**` any folders. A folder chooses all in it. */
export function matchesGlob(path: string, glob: string): boolean {
  const pattern = glob
    .replace(/\/$/, '')
    .split(/(\*\*\/?|\*|\?)/)
    .map(part =>
      part.startsWith('**')
        ? '.*'
        : part === '*'
          ? '[^/]*'
          : part === '?'
            ? '[^/]'
            : part.replace(/[.+^${}()|[\]\\]/g, '\\$&')
    )
    .join('');
  return new RegExp(`^${pattern}(/.*)?$`).test(path);
}
