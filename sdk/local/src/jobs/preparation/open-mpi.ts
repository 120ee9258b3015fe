import { execFile } from 'node:child_process';
import { access, constants } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';
import { LOOPBACK_DEVICE } from '../distribution/loopback.js';
import type { MpiScripts } from '../supervision/leader.js';
import { shellWord } from '../shell-word.js';

/** How long `mpirun --version` may take. */
const VERSION_TIMEOUT_MS = 5_000;

/** An mpirun of Open MPI. Others have other options. */
export interface OpenMpi {
  path: string;
  version: string;
}

/** Finds the mpirun of a PATH, if it is of Open MPI. */
export async function findOpenMpi(path: string): Promise<OpenMpi | undefined> {
  for (const folder of path.split(delimiter).filter(Boolean)) {
    const file = join(folder, 'mpirun');
    if (!(await isExecutable(file))) continue;
    const version = await versionOf(file);
    return version === undefined ? undefined : { path: file, version };
  }
  return undefined;
}

async function versionOf(file: string): Promise<string | undefined> {
  try {
    const { stdout } = await promisify(execFile)(file, ['--version'], {
      timeout: VERSION_TIMEOUT_MS
    });
    return /\(Open MPI\) (\S+)/.exec(stdout)?.[1];
  } catch {
    // It is not for this machine, or it does not respond: the processes are started without it.
    return undefined;
  }
}

async function isExecutable(file: string): Promise<boolean> {
  try {
    await access(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/**
 * The scripts that start `count` processes by mpirun. All are on this machine, which may have fewer cores, and mpirun listens on the
 * loopback device only.
 */
export function mpiScripts({ path }: OpenMpi, count: number): MpiScripts {
  return {
    start: `${variables.map(([name, value]) => `: "\${${name}:=${value}}"\nexport ${name}\n`).join('')}exec ${shellWord(path)} -np ${count} --oversubscribe --bind-to none /bin/sh rank.sh\n`,
    rank: rankScript
  };
}

const variables: [string, string][] = [
  ['OMPI_ALLOW_RUN_AS_ROOT', '1'],
  ['OMPI_ALLOW_RUN_AS_ROOT_CONFIRM', '1'],
  ['OMPI_MCA_btl_tcp_if_include', LOOPBACK_DEVICE],
  ['OMPI_MCA_oob_tcp_if_include', LOOPBACK_DEVICE],
  ['PRTE_MCA_prte_if_include', LOOPBACK_DEVICE]
];

/** Its names sort in the order of the ranks. The exit code goes to the leader of the job, as for processes that the leader starts. */
const rankScript = `process=$(ls processes | sed -n "$((OMPI_COMM_WORLD_RANK + 1))p")
exec > "processes/$process/pipe" 2>&1 < /dev/null
shell=$(command -v bash || command -v sh)
( . "./processes/$process/start.sh" && exec "$shell" ../command.sh )
code=$?
echo "$code $process" > ends
exit "$code"
`;
