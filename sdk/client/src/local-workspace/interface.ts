/** Who a client signs in as: a reader may look at everything but secrets, and change nothing. */
export type LocalRole = 'Contributor' | 'Reader';

/** A running local workspace. */
export interface LocalService {
  pid: number;
  port: number;
  /** Where it listens, such as `https://127.0.0.1:41873`. */
  origin: string;
  /** When it started, ISO 8601. */
  startedAt: string;
  /** The folder that holds its state. */
  home: string;
  /** The file that it writes its log to. */
  log: string;
  /** In bytes: what it keeps, and the most it may keep. */
  disk: { used: number; limit: number };
  /** The settings in force, by name; sizes in bytes. */
  settings: Record<string, number>;
}

/** One setting of a local workspace, as a person reads it. */
export interface LocalSetting {
  name: string;
  /** With its unit, such as `64 MiB`. */
  value: string;
  /** The environment variable that sets it. */
  variable: string;
  description: string;
}

/** A running local workspace, as a person reads it. */
export interface LocalDescription {
  /** With their units, such as `1.5 GiB`. */
  disk: { used: string; limit: string };
  settings: LocalSetting[];
}

/** The part of the package `@carry-ml/local` that this package uses, which it finds only at run time. */
export interface LocalWorkspace {
  /** Starts the workspace in the background unless it runs; resolves when it accepts requests. */
  up(): Promise<LocalService>;
  /** Stops the workspace; running jobs go on. Resolves to false when none was running. */
  down(): Promise<boolean>;
  /** The running workspace of this user, or undefined. */
  status(): Promise<LocalService | undefined>;
  /** The environment variables that lead Azure's and MLflow's clients to the workspace. */
  environment(service: LocalService, role?: LocalRole): Record<string, string>;
  /** Writes a file that signs in the browser that opens it, and resolves to its path. */
  writeSignInPage(service: LocalService, role?: LocalRole): Promise<string>;
  /** What a running workspace keeps and its settings, for display. */
  describe(service: LocalService): LocalDescription;
}
