import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { isSecretVariable } from 'carry-ml/errors';
import { filesBelow, maskFile } from './mask-file.js';
import { SecretTexts } from './secret-texts.js';

/** The file in a job's folder with the secrets that the job got. */
const FILE = 'secrets.json';
/** Shorter values are not masked: they occur in other words. */
const MIN_SECRET_CHARACTERS = 8;
/** The folders among a run's artifacts that have the logs of its job; programs write their own into `logs`. */
const logFolders = ['user_logs', 'system_logs', 'logs', 'azureml-logs'];
const logName = new RegExp(`^ExperimentRun/dcid\\.([^/]+)/(?:${logFolders.join('|')})/`);

function isSecret(name: string): boolean {
  return isSecretVariable(name) || /^IDENTITY_HEADER$/i.test(name);
}

/** The secrets that running jobs got in their variables, and may print into their logs. */
export class LogSecrets {
  /** @param folder - The parent of the jobs' folders. */
  constructor(private readonly folder: string) {}

  /** Remembers the secrets among the variables of a job, until its folder is removed. */
  keep(job: string, variables: Readonly<Record<string, string>>): void {
    const secrets = Object.entries(variables)
      .filter(([name, value]) => isSecret(name) && value.length >= MIN_SECRET_CHARACTERS)
      .map(([, value]) => value);
    writeFileSync(join(this.folder, job, FILE), JSON.stringify([...new Set(secrets)]), {
      mode: 0o600
    });
  }

  /** Returns the secrets of a job that has not ended. */
  of(job: string): SecretTexts | undefined {
    const path = join(this.folder, job, FILE);
    if (!existsSync(path)) return undefined;
    return new SecretTexts(JSON.parse(readFileSync(path, 'utf8')) as string[]);
  }

  /** Returns the secrets that may be in an artifact: that of a job whose log it is. */
  inArtifact(name: string): SecretTexts | undefined {
    const job = logName.exec(name)?.[1];
    return job === undefined || job === '.' || job === '..' ? undefined : this.of(job);
  }

  /**
   * Masks the secrets of a job in its logs, which are complete: `log` is the main one. Of their folders, which the job could have replaced by
   * links, those that are not its `isOwn` are left alone.
   */
  async removeFromLogs(
    log: string,
    job: string,
    isOwn: (folder: string) => boolean = () => true
  ): Promise<void> {
    const secrets = this.of(job);
    if (!secrets) return;
    for (const folder of logFoldersOf(log)) {
      if (!isOwn(folder)) continue;
      for await (const file of filesBelow(folder))
        await maskFile(file, secrets, join(this.folder, job));
    }
  }
}

/** The folder of a job's main log, and the others among its artifacts that have logs. */
function logFoldersOf(log: string): Set<string> {
  const main = dirname(log);
  return new Set([main, ...logFolders.map(name => join(dirname(main), name))]);
}
