import { existsSync, readFileSync } from 'node:fs';
import { isAbsolute } from 'node:path';
import { formatBytes, parseBytes } from './bytes.js';
import { fail } from './errors.js';

/** How the value of a setting is written. */
const kinds = {
  bytes: { parse: parseBytes, format: formatBytes, expected: "a size such as '64 MiB'" },
  count: { parse: parseCount, format: String, expected: 'a whole number' },
  days: {
    parse: parseCount,
    format: (days: number) => `${days} days`,
    expected: 'a whole number'
  },
  names: {
    parse: parseNames,
    format: (names: readonly string[]) => names.join(' '),
    expected: "names of variables with spaces between them, such as 'HF_TOKEN WANDB_*'"
  },
  folder: { parse: parseFolder, format: String, expected: 'an absolute path' },
  environments: {
    parse: parseEnvironments,
    format: String,
    expected:
      "'build', 'containers' to run the images of environments with Docker or Podman, or 'machine' for this machine's own Python in place of every environment"
  }
};

/** The declaration of one setting. */
interface Spec {
  /** The environment variable that overrides the file. */
  variable: string;
  kind: keyof typeof kinds;
  /** The default, as a user would write it. */
  preset: string;
  description: string;
}

/** Every setting of the local workspace. A setting is never renamed. */
export const settingSpecs = {
  logLimit: {
    variable: 'CARRY_LOG_LIMIT',
    kind: 'bytes',
    preset: '64 MiB',
    description: 'the maximum size of the log of one job'
  },
  diskLimit: {
    variable: 'CARRY_DISK_LIMIT',
    kind: 'bytes',
    preset: '100 GiB',
    description: 'the maximum size of the workspace; beyond it uploads and new jobs are refused'
  },
  diskReserve: {
    variable: 'CARRY_DISK_RESERVE',
    kind: 'bytes',
    preset: '256 MiB',
    description: 'the free disk space below which uploads and new jobs are refused'
  },
  queueLimit: {
    variable: 'CARRY_QUEUE_LIMIT',
    kind: 'count',
    preset: '10000',
    description: 'the maximum number of jobs that wait or run at the same time'
  },
  processLimit: {
    variable: 'CARRY_PROCESS_LIMIT',
    kind: 'count',
    preset: '16',
    description: 'the maximum number of processes of one distributed job'
  },
  keepDays: {
    variable: 'CARRY_KEEP_DAYS',
    kind: 'days',
    preset: '90',
    description: 'how long the logs of ended jobs and unused code snapshots are kept'
  },
  keepSize: {
    variable: 'CARRY_KEEP_SIZE',
    kind: 'bytes',
    preset: '10 GiB',
    description:
      'the maximum total size of these logs and snapshots; beyond it the oldest are deleted'
  },
  jobVariables: {
    variable: 'CARRY_JOB_VARIABLES',
    kind: 'names',
    preset: '',
    description: "more variables of the service's environment that jobs inherit; '*' at the end"
  },
  environments: {
    variable: 'CARRY_ENVIRONMENTS',
    kind: 'environments',
    preset: 'build',
    description:
      "'build' the environments of jobs, run their images in 'containers', or run all on this 'machine' as it is"
  },
  environmentFolder: {
    variable: 'CARRY_ENVIRONMENT_FOLDER',
    kind: 'folder',
    preset: '',
    description: 'where built environments are kept; empty for the folder of the workspace'
  },
  environmentDays: {
    variable: 'CARRY_ENVIRONMENT_DAYS',
    kind: 'days',
    preset: '30',
    description: 'how long built environments are kept after their last use'
  },
  environmentSize: {
    variable: 'CARRY_ENVIRONMENT_SIZE',
    kind: 'bytes',
    preset: '20 GiB',
    description: 'the maximum total size of built environments; beyond it the oldest are deleted'
  }
} as const satisfies Record<string, Spec>;

/** The current settings; sizes in bytes. */
export type Settings = {
  [Name in keyof typeof settingSpecs]: Value<(typeof settingSpecs)[Name]['kind']>;
};

type Value<K extends keyof typeof kinds> = Exclude<
  ReturnType<(typeof kinds)[K]['parse']>,
  undefined
>;

/**
 * Reads each setting from its environment variable, else from the file, else takes its default. Throws when the file or a value is
 * invalid: to run with limits other than those that the user wrote would be worse than not to start.
 */
export function loadSettings(path: string, environment: NodeJS.ProcessEnv): Settings {
  const fromFile = existsSync(path) ? readSettings(path) : {};
  for (const name of Object.keys(fromFile))
    if (!Object.hasOwn(settingSpecs, name))
      throw fail('UnknownSetting', { path, name, known: Object.keys(settingSpecs) });
  const read = ([name, spec]: [string, Spec]): [string, unknown] => {
    const variable = environment[spec.variable];
    const text = variable || String(fromFile[name] ?? spec.preset);
    const { parse, expected } = kinds[spec.kind];
    const value = parse(text);
    if (value === undefined)
      throw fail('InvalidSetting', {
        name,
        value: text,
        source: variable ? spec.variable : path,
        expected
      });
    return [name, value];
  };
  return Object.fromEntries(Object.entries(settingSpecs).map(read)) as Settings;
}

/** Formats a setting as a user would write it. */
function formatSetting(name: keyof Settings, value: Settings[keyof Settings]): string {
  const { format }: { format: (value: never) => string } = kinds[settingSpecs[name].kind];
  return format(value as never);
}

/** Lists every setting with its value, for display. A running server of an earlier version lacks the newer ones. */
export function describeSettings(settings: Settings) {
  const known = Object.entries(settingSpecs).filter(([name]) => Object.hasOwn(settings, name));
  return known.map(([name, { variable, description }]) => ({
    name,
    value: formatSetting(name as keyof Settings, settings[name as keyof Settings]),
    variable,
    description
  }));
}

function readSettings(path: string): Record<string, string | number> {
  try {
    const settings: unknown = JSON.parse(readFileSync(path, 'utf8'));
    if (typeof settings === 'object' && settings !== null && !Array.isArray(settings))
      return settings as Record<string, string | number>;
  } catch (cause) {
    throw fail('SettingsFileInvalid', { path, reason: (cause as Error).message }, { cause });
  }
  throw fail('SettingsFileInvalid', { path, reason: 'it has another value' });
}

function parseCount(text: string): number | undefined {
  return /^\d+$/.test(text.trim()) ? Number(text) : undefined;
}

function parseFolder(text: string): string | undefined {
  return text === '' || isAbsolute(text) ? text : undefined;
}

function parseEnvironments(text: string): (typeof environmentModes)[number] | undefined {
  return environmentModes.find(mode => mode === text);
}

const environmentModes = ['build', 'containers', 'machine'] as const;

function parseNames(text: string): readonly string[] | undefined {
  const names = text.split(/[\s,]+/).filter(Boolean);
  return names.every(name => /^[A-Za-z_][\w()]*\*?$/.test(name)) ? names : undefined;
}
