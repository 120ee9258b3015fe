import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const git = promisify(execFile);
/** Time limit of a git command: a repository on a slow disk must not delay a submit. */
const GIT_TIMEOUT_MS = 3_000;

/**
 * Returns the commit of a folder as job properties, under the names that Azure ML's own client uses. Empty if there is no
 * repository, no commit or no git.
 *
 * @example await gitState('/my/project') // { 'mlflow.source.git.commit': '1f3…', 'azureml.git.dirty': 'False', … }
 */
export async function gitState(folder: string): Promise<Record<string, string>> {
  const commit = await runGit(folder, 'rev-parse', 'HEAD');
  if (!commit) return {};
  const [branch, remote, changes] = await Promise.all([
    runGit(folder, 'rev-parse', '--abbrev-ref', 'HEAD'),
    runGit(folder, 'config', '--get', 'remote.origin.url'),
    runGit(folder, 'status', '--porcelain', '--', '.')
  ]);
  const state: Record<string, string> = { 'mlflow.source.git.commit': commit };
  if (branch) state['mlflow.source.git.branch'] = branch;
  if (remote) state['mlflow.source.git.repoURL'] = withoutCredentials(remote);
  if (changes !== undefined) state['azureml.git.dirty'] = changes === '' ? 'False' : 'True';
  return state;
}

/** Returns the output of a git command; undefined if git is missing or fails, because a submit works without. */
export async function runGit(folder: string, ...args: string[]): Promise<string | undefined> {
  return git('git', ['-C', folder, ...args], { timeout: GIT_TIMEOUT_MS, windowsHide: true }).then(
    ({ stdout }) => stdout.trim(),
    () => undefined
  );
}

/** Removes credentials from the URL of a remote: everybody can read the properties of a job. */
function withoutCredentials(url: string): string {
  return url.replace(/^([a-z+]+:\/\/)[^/@]*@/i, '$1');
}
