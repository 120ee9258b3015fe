/** One file of a snapshot. */
export interface SnapshotFile {
  /** Path inside the snapshot, with `/`. */
  path: string;
  /** Where its content lies on this machine; absent when the content is made (`content`). */
  source?: string;
  content?: string;
  /** Bytes. */
  size: number;
}

/** What a workspace accepts. */
export interface SnapshotLimits {
  /** Bytes; Azure ML's limit is 300 MB. */
  bytes: number;
  /** Azure ML's limit is 2,000. */
  files: number;
}

/** What a submit uploads, known before it is uploaded. */
export interface Snapshot {
  /** The folder that is taken. */
  root: string;
  files: SnapshotFile[];
  /** All of them together, in bytes. */
  bytes: number;
  /** The file whose rules were applied: `.amlignore`, else `.gitignore`. */
  ignoreFile?: string;
  /** Folders and files that the rules leave out (a folder stands for what is in it). */
  ignored: string[];
  /** What a person should know before submitting, in whole sentences. */
  warnings: string[];
}

/**
 * Lists what a submit of a notebook takes along: its folder, less what the ignore rules leave out.
 *
 * @example const { files, bytes, warnings } = await planSnapshot('notebooks/adder.ipynb');
 * @throws CarryError `SnapshotTooLarge`, `SnapshotLinkOutside`
 */
export declare function planSnapshot(
  notebookPath: string,
  options?: { limits?: Partial<SnapshotLimits>; enforce?: boolean }
): Promise<Snapshot>;
