/** The role of a client: a Reader can read everything except secrets, and change nothing. */
export type LocalRole = 'Contributor' | 'Reader';

/** A running local workspace. */
export interface LocalService {
  pid: number;
  port: number;
  /** The address that it listens on, such as `https://127.0.0.1:41873`. */
  origin: string;
  /** When it started, ISO 8601. */
  startedAt: string;
  /** The folder of its state. */
  home: string;
  /** The file that it writes its log to. */
  log: string;
  /** The virtual environment that jobs run in; null if they run on the `python` of the PATH. */
  virtualEnv: string | null;
  /** Used space and its limit, in bytes. */
  disk: { used: number; limit: number };
  /** The current settings by name; sizes in bytes. */
  settings: Record<string, number | string | readonly string[]>;
}

/** One setting of a local workspace, for display. */
export interface LocalSetting {
  name: string;
  /** With its unit, such as `64 MiB`. */
  value: string;
  /** The environment variable that sets it. */
  variable: string;
  description: string;
}

/** A running local workspace, for display. */
export interface LocalDescription {
  /** Sentences that say which Python jobs run on. */
  python: string;
  /** With their units, such as `1.5 GiB`. */
  disk: { used: string; limit: string };
  settings: LocalSetting[];
}

/** The result of one check of `carry doctor`. */
export interface LocalCheck {
  name: string;
  state: 'ok' | 'problem' | 'fixed' | 'skipped';
  /** What is wrong and what to do, or what was done. */
  message?: string;
}

/** A backup that was written. */
export interface LocalBackup {
  file: string;
  bytes: number;
  /** Number of blobs in it. */
  blobs: number;
  /** Paths of links that lead outside and of special files, which are not in it. */
  leftOut: string[];
}

/** A backup that was restored. */
export interface LocalRestore {
  /** The folder that has the state now. */
  home: string;
  blobs: number;
  /** When the backup was made, ISO 8601. */
  createdAt: string;
}

/** The part of the package `@carry-ml/local` that this package uses; it is loaded at run time. */
export interface LocalWorkspace {
  /** The version of the package. */
  readonly version: string;
  /** Starts the workspace in the background unless it runs; resolves when it accepts requests. Throws `LocalWorkspaceUnresponsive`. */
  up(): Promise<LocalService>;
  /** Stops the workspace, also one that does not respond; running jobs continue. Resolves to false when none was running. */
  down(): Promise<boolean>;
  /** Returns the running workspace of this user, or undefined. Throws `LocalWorkspaceUnresponsive`. */
  status(): Promise<LocalService | undefined>;
  /** Returns the environment variables that point Azure's and MLflow's clients to the workspace. */
  environment(service: LocalService, role?: LocalRole): Record<string, string>;
  /** Writes a page that signs in the browser that opens it, and resolves to its path. */
  writeSignInPage(service: LocalService, role?: LocalRole): Promise<string>;
  /** Checks every file of the state; with `fix`, mends what can be mended without a loss. */
  doctor(options?: { fix?: boolean }): Promise<LocalCheck[]>;
  /** Writes the whole state, with its secret, into a new tar archive; the workspace may run. */
  backup(file: string): Promise<LocalBackup>;
  /** Restores a backup into an empty state folder. */
  restore(file: string): Promise<LocalRestore>;
  /** Returns the Python of the jobs, the used space and the settings of a running workspace, for display. */
  describe(service: LocalService): LocalDescription;
}
