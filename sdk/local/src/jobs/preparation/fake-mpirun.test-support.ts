import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Does what Open MPI's mpirun does with the options that it gets here: starts the command once for each rank. */
const script = (version: string, work: string) => `#!/bin/sh
[ "$1" != --version ] || { echo '${version}'; exit; }
${work}
count=$2
shift 5
rank=0
while [ "$rank" -lt "$count" ]; do
  OMPI_COMM_WORLD_RANK=$rank "$@" &
  rank=$((rank + 1))
done
wait
`;

/** Writes an mpirun of this version into a folder, and returns its path. `work` is executed before the ranks are started. */
export function fakeMpirun(folder: string, version: string, work = ''): string {
  mkdirSync(folder, { recursive: true });
  const path = join(folder, 'mpirun');
  writeFileSync(path, script(version, work), { mode: 0o755 });
  return path;
}
