import { existsSync, readFileSync } from 'node:fs';
import { formatBytes, parseBytes } from './bytes.js';
import { fail } from './errors.js';

/** One thing that a user may set. */
interface Spec {
  /** The environment variable that goes before the file. */
  variable: string;
  kind: 'bytes' | 'count' | 'days';
  preset: string;
  says: string;
}

/** Every setting of the local workspace. A name is never changed. */
export const specs = {
  logLimit: {
    variable: 'CARRY_LOG_LIMIT',
    kind: 'bytes',
    preset: '64 MiB',
    says: 'how large the log of one job may become'
  },
  diskLimit: {
    variable: 'CARRY_DISK_LIMIT',
    kind: 'bytes',
    preset: '100 GiB',
    says: 'how much the workspace may keep before uploads and new jobs are refused'
  },
  diskReserve: {
    variable: 'CARRY_DISK_RESERVE',
    kind: 'bytes',
    preset: '256 MiB',
    says: 'how much of the disk is left free before uploads and new jobs are refused'
  },
  queueLimit: {
    variable: 'CARRY_QUEUE_LIMIT',
    kind: 'count',
    preset: '10000',
    says: 'how many jobs may wait or run at a time'
  },
  keepDays: {
    variable: 'CARRY_KEEP_DAYS',
    kind: 'days',
    preset: '90',
    says: 'how long logs of ended jobs and unused code snapshots are kept'
  },
  keepSize: {
    variable: 'CARRY_KEEP_SIZE',
    kind: 'bytes',
    preset: '10 GiB',
    says: 'how large those may become together before the oldest are removed'
  }
} as const satisfies Record<string, Spec>;

/** The settings in force; sizes in bytes. */
export type Settings = Record<keyof typeof specs, number>;

/**
 * Reads the settings: each from its environment variable, else from the file, else its preset. A file or value that cannot be read stops
 * the server with a sentence; running on with other limits than the user wrote would be worse.
 */
export function loadSettings(path: string, environment: NodeJS.ProcessEnv): Settings {
  const given = existsSync(path) ? readSettings(path) : {};
  for (const name of Object.keys(given))
    if (!Object.hasOwn(specs, name))
      throw fail('UnknownSetting', { path, name, known: Object.keys(specs) });
  const read = ([name, spec]: [string, Spec]): [string, number] => {
    const variable = environment[spec.variable];
    const text = variable || String(given[name] ?? spec.preset);
    const value = spec.kind === 'bytes' ? parseBytes(text) : parseCount(text);
    if (value === undefined)
      throw fail('InvalidSetting', {
        name,
        value: text,
        source: variable ? spec.variable : path,
        isSize: spec.kind === 'bytes'
      });
    return [name, value];
  };
  return Object.fromEntries(Object.entries(specs).map(read)) as Settings;
}

/** A setting as a user would write it. */
function formatSetting(name: keyof Settings, value: number): string {
  const { kind } = specs[name];
  return kind === 'bytes' ? formatBytes(value) : kind === 'days' ? `${value} days` : String(value);
}

/** Every setting with its value, for display. */
export function describeSettings(settings: Settings) {
  return Object.entries(specs).map(([name, { variable, says }]) => ({
    name,
    value: formatSetting(name as keyof Settings, settings[name as keyof Settings]),
    variable,
    description: says
  }));
}

function readSettings(path: string): Record<string, string | number> {
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as Record<string, string | number>;
  } catch (cause) {
    throw fail('SettingsFileInvalid', { path, reason: String(cause) }, { cause });
  }
}

function parseCount(text: string): number | undefined {
  return /^\d+$/.test(text.trim()) ? Number(text) : undefined;
}
