import { execFileSync, spawnSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync
} from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';

/** A container engine for a test. */
export interface TestEngine {
  title: string;
  /** The folders in which the local workspace finds it. */
  path: string;
  /** An image that it has, with a shell and the file `/etc/carry-image`. */
  image: string;
  /** The names of the containers that run. */
  containers: () => string[];
  /** The arguments of each call of `run`; none of an engine that does not record them. */
  runs: () => string[];
  /** Removes what the engine has of the test. */
  close: () => void;
}

/** Docker as far as a job needs it: records the arguments of `run`, and runs the script of the container on this machine. */
const fakeDocker = `#!/bin/sh
here=\${0%/*}
verb=$1
case "$verb" in
  info) echo '27.0.1 [name=seccomp,profile=builtin]' ;;
  image) for last; do :; done; case "$last" in carry/*) echo sha256:1 ;; *) exit 1 ;; esac ;;
  pull) echo "Error response from daemon: manifest for $2 not found" >&2; exit 1 ;;
  run)
    name=
    for each; do
      printf '%s\\n' "$each"
      [ "$name" != --name ] || name=$each
      case "$name" in --name) ;; '') [ "$each" != --name ] || name=--name ;; esac
    done > "$here/args.$$"
    name=$(sed -n '/^--name$/{n;p;}' "$here/args.$$")
    mv "$here/args.$$" "$here/run.$name"
    for script; do :; done
    trap 'kill -TERM $child' TERM
    env -i PATH=/usr/bin:/bin CARRY_JOB_MARK="$CARRY_JOB_MARK" /bin/sh "$script" &
    child=$!
    echo "$child" > "$here/container.$name"
    while :; do wait "$child"; code=$?; kill -0 "$child" 2> /dev/null || break; done
    rm -f "$here/container.$name"
    exit "$code" ;;
  rm)
    pid=$(cat "$here/container.$3" 2> /dev/null) || { echo "Error: No such container: $3" >&2; exit 1; }
    kill -KILL "$pid"; rm -f "$here/container.$3" ;;
esac
`;

/** Creates a stand-in of Docker, for machines on which no engine runs. */
export function fakeEngine(): TestEngine {
  const folder = mkdtempSync(join(tmpdir(), 'carry-docker-'));
  writeFileSync(join(folder, 'docker'), fakeDocker, { mode: 0o755 });
  const files = (prefix: string) =>
    readdirSync(folder)
      .filter(name => name.startsWith(prefix))
      .map(name => name.slice(prefix.length));
  return {
    title: 'Docker 27.0.1',
    path: folder,
    image: 'carry/fake:1',
    containers: () => files('container.'),
    runs: () => files('run.').map(name => readFileSync(join(folder, `run.${name}`), 'utf8')),
    close: () => {
      rmSync(folder, { recursive: true });
    }
  };
}

/** Finds an engine that runs containers on this machine, and gives it an image made of the machine's own shell. */
export function realEngine(): TestEngine | { reason: string } {
  const folders = (process.env.PATH ?? '').split(delimiter);
  const reasons: string[] = [];
  for (const name of ['docker', 'podman']) {
    const file = folders.map(folder => join(folder, name)).find(existsSync);
    if (file === undefined) {
      reasons.push(`${name} is not installed`);
      continue;
    }
    const image = `localhost/carry-test:${process.pid}`;
    const imported = spawnSync(file, ['import', '--change', 'LABEL carry.test=yes', '-', image], {
      input: smallRoot()
    });
    const tried = spawnSync(file, [
      'run',
      '--rm',
      '--network',
      'host',
      image,
      '/bin/sh',
      '-c',
      ':'
    ]);
    if (imported.status !== 0 || tried.status !== 0) {
      const failed = imported.status === 0 ? tried : imported;
      reasons.push(`${name}: ${String(failed.stderr).trim().split('\n', 1)[0]}`);
      continue;
    }
    const list = ['ps', '--format', '{{.Names}}', '--filter', 'label=carry.job'];
    return {
      title: name === 'docker' ? 'Docker' : 'Podman',
      path: dirname(file),
      image,
      containers: () => execFileSync(file, list, { encoding: 'utf8' }).split('\n').filter(Boolean),
      runs: () => [],
      close: () => {
        const built = ['image', 'ls', '--quiet', '--filter', 'label=carry.test'];
        const ids = spawnSync(file, built, { encoding: 'utf8' }).stdout.split('\n').filter(Boolean);
        spawnSync(file, ['rmi', '--force', image, ...ids]);
      }
    };
  }
  return { reason: reasons.join('; ') };
}

/** The programs of the image. */
const programs = ['sh', 'cat', 'cp', 'env', 'id', 'mkdir', 'sleep'].map(name => `/bin/${name}`);

/** Keeps the conda file where `conda env create --quiet --prefix FOLDER --file FILE` would install its packages. */
const fakeConda = `#!/bin/sh
mkdir -p "$5" && cp "$7" "$5/installed.yml"
`;

/** An archive of a few programs of this machine with their libraries. */
function smallRoot(): Buffer {
  const own = programs.map(file => (existsSync(file) ? file : file.replace('/bin', '/usr/bin')));
  const listed = spawnSync('ldd', own, { encoding: 'utf8' }).stdout;
  const libraries = [...new Set([...listed.matchAll(/(\/\S+\.so\S*) \(/g)].map(m => m[1] ?? ''))];
  const root = mkdtempSync(join(tmpdir(), 'carry-root-'));
  for (const file of [...own, ...libraries]) {
    mkdirSync(join(root, dirname(file)), { recursive: true });
    spawnSync('cp', ['-L', file, join(root, file)]);
  }
  for (const folder of ['etc', 'proc', 'sys', 'dev', 'tmp'])
    mkdirSync(join(root, folder), { recursive: true });
  writeFileSync(join(root, 'etc/carry-image'), 'the image\n');
  writeFileSync(join(root, 'bin/conda'), fakeConda, { mode: 0o755 });
  try {
    return execFileSync('tar', ['-C', root, '-c', '.'], { maxBuffer: 256 << 20 });
  } finally {
    rmSync(root, { recursive: true });
  }
}
