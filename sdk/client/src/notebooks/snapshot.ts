import { stat } from 'node:fs/promises';
import { basename, dirname, resolve } from 'node:path';
import { lookedUp } from '../errors/index.js';
import { fail } from './errors.js';
import { linkOutside, walkFolder, type FolderEntry } from './folder-walk.js';
import { readIgnoreRules } from './ignore-rules.js';

/** One file of a snapshot. */
export interface SnapshotFile {
  /** Path inside the snapshot, with `/`. */
  path: string;
  /** Path of the local file; undefined if the file has generated `content`. */
  source?: string;
  content?: string;
  /** Bytes. */
  size: number;
}

/** The limits of a snapshot. */
export interface SnapshotLimits {
  /** Bytes; Azure ML's limit is 300 MB. */
  bytes: number;
  /** Azure ML's limit is 2,000. */
  files: number;
}

/** The files that a submit uploads. */
export interface Snapshot {
  /** The folder of the notebook. */
  root: string;
  files: SnapshotFile[];
  /** Total size of the files. */
  bytes: number;
  /** Name of the file with the applied rules: `.amlignore`, else `.gitignore`. */
  ignoreFile?: string;
  /** Excluded folders and files; the content of an excluded folder is not listed. */
  ignored: string[];
  /** The rule that excludes each of them: a line of the file; null for what is never part of a snapshot, such as `node_modules`. */
  leftOut: { path: string; rule: string | null }[];
  /** Warnings to show before submitting, in whole sentences. */
  warnings: string[];
  /** Why a submit would be refused, in a preview of a snapshot that is too large. */
  tooLarge?: string;
  /** False for a preview of very many files that has not counted all of them. */
  isComplete: boolean;
}

/** As in the messages of Azure and in the sizes that the sidebar shows. */
const MB = 1_000_000;
/** How many files a preview counts. */
const MOST_COUNTED = 20_000;
const azureLimits: SnapshotLimits = { bytes: 300 * MB, files: 2000 };

/**
 * Lists the files that a submit of a notebook uploads: its folder, without the files that the ignore rules exclude.
 * With `enforce: false` (a preview) errors that would prevent a submit become warnings or `tooLarge`.
 *
 * @example const { files, bytes, warnings } = await planSnapshot('notebooks/adder.ipynb');
 * @throws CarryError `SnapshotTooLarge`, `SnapshotLinkOutside`
 */
export async function planSnapshot(
  notebookPath: string,
  options: { limits?: Partial<SnapshotLimits>; enforce?: boolean } = {}
): Promise<Snapshot> {
  const { enforce = true } = options;
  const limits = { ...azureLimits, ...options.limits };
  const root = dirname(resolve(notebookPath));
  const rules = await readIgnoreRules(root);
  const snapshot: Plan = {
    root,
    files: [],
    bytes: 0,
    ignoreFile: rules.file,
    leftOut: [],
    warnings: [],
    isComplete: true
  };
  for await (const met of walkFolder(root, rules)) {
    take(snapshot, met, enforce);
    const tooLarge = overLimit(snapshot, limits);
    if (!tooLarge) continue;
    if (enforce) throw tooLarge;
    snapshot.tooLarge ??= tooLarge.message;
    // Counting all files of a home folder would delay the preview.
    snapshot.isComplete = snapshot.files.length < MOST_COUNTED;
    if (!snapshot.isComplete) break;
  }
  await takeNotebook(snapshot, notebookPath);
  return { ...snapshot, ignored: snapshot.leftOut.map(({ path }) => path) };
}

/** A snapshot while its folder is walked. */
type Plan = Omit<Snapshot, 'ignored'>;

function take(snapshot: Plan, met: FolderEntry, enforce: boolean): void {
  switch (met.kind) {
    case 'ignored':
      snapshot.leftOut.push({ path: met.path, rule: met.rule });
      return;
    case 'broken':
      snapshot.warnings.push(`The link '${met.path}' has no target and is left out.`);
      return;
    case 'outside': {
      const error = linkOutside(met);
      if (enforce) throw error;
      snapshot.warnings.push(error.message);
      return;
    }
    case 'file':
      add(snapshot, met);
      if (/^\.env(?:\..+)?$/.test(basename(met.path)))
        snapshot.warnings.push(
          `'${met.path}' is uploaded and can contain secrets; list it in .amlignore if the job does not need it.`
        );
  }
}

function add(snapshot: Plan, file: { path: string; source: string; size: number }): void {
  const { path, source, size } = file;
  snapshot.files.push({ path, source, size });
  snapshot.bytes += size;
}

/** Adds the notebook itself, even if a rule excludes it. */
async function takeNotebook(snapshot: Plan, notebookPath: string): Promise<void> {
  const path = basename(notebookPath);
  if (snapshot.files.some(file => file.path === path)) return;
  const source = resolve(notebookPath);
  const facts = await stat(source).catch((cause: unknown) => {
    throw fail('NotebookNotFound', lookedUp(notebookPath), { cause });
  });
  add(snapshot, { path, source, size: facts.size });
  snapshot.leftOut = snapshot.leftOut.filter(ignored => ignored.path !== path);
}

function overLimit({ root, files, bytes }: Plan, limits: SnapshotLimits) {
  const target = { target: root };
  if (files.length > limits.files)
    return fail('SnapshotTooManyFiles', { root, limit: limits.files }, target);
  if (bytes > limits.bytes)
    return fail('SnapshotTooManyBytes', { root, limit: megabytes(limits.bytes) }, target);
  return undefined;
}

function megabytes(bytes: number): string {
  return `${Math.round((bytes / MB) * 100) / 100} MB`;
}
