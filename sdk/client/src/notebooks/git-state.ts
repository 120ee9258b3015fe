import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const git = promisify(execFile);
/** Milliseconds; a repository on a slow disk must not hold a submit up. */
const PATIENCE = 3_000;

/**
 * The commit that a folder is at, as job properties under the names that Azure ML's own client gives them. Empty where there is no
 * repository, no commit yet, or no git.
 *
 * @example await gitState('/my/project') // { 'mlflow.source.git.commit': '1f3…', 'azureml.git.dirty': 'False', … }
 */
export async function gitState(folder: string): Promise<Record<string, string>> {
  const commit = await ask(folder, 'rev-parse', 'HEAD');
  if (!commit) return {};
  const [branch, remote, changes] = await Promise.all([
    ask(folder, 'rev-parse', '--abbrev-ref', 'HEAD'),
    ask(folder, 'config', '--get', 'remote.origin.url'),
    ask(folder, 'status', '--porcelain', '--', '.')
  ]);
  return {
    'mlflow.source.git.commit': commit,
    ...(branch ? { 'mlflow.source.git.branch': branch } : {}),
    ...(remote ? { 'mlflow.source.git.repoURL': withoutCredentials(remote) } : {}),
    ...(changes === undefined ? {} : { 'azureml.git.dirty': changes === '' ? 'False' : 'True' })
  };
}

/** Undefined when git is not there or has no answer: a submit works without. */
async function ask(folder: string, ...args: string[]): Promise<string | undefined> {
  return git('git', ['-C', folder, ...args], { timeout: PATIENCE, windowsHide: true }).then(
    ({ stdout }) => stdout.trim(),
    () => undefined
  );
}

/** People keep tokens in the address of their remote; properties of a job are for everybody to read. */
function withoutCredentials(url: string): string {
  return url.replace(/^([a-z+]+:\/\/)[^/@]*@/i, '$1');
}
