import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { fail } from '../errors.js';

/** The program that runs containers. */
export interface Engine {
  title: 'Docker' | 'Podman';
  /** Its file. */
  path: string;
  version: string;
  /** True if the user of this process is the superuser in its containers. */
  isRootless: boolean;
  /** Whether `--init` works: Podman needs a program for it, which some distributions leave out. */
  hasInit: boolean;
  /** The variables of the program itself. No job can set them. */
  environment: Record<string, string>;
}

/** How long an engine may take to say its version. */
const TIMEOUT_MS = 20_000;

/** The engines in the order in which they are tried, with the command that fails where the engine does not run. */
const engines = [
  {
    title: 'Docker',
    name: 'docker',
    info: '{{.ServerVersion}} {{.SecurityOptions}}',
    rootless: /\brootless\b/
  },
  {
    title: 'Podman',
    name: 'podman',
    info: '{{.Version.Version}} {{.Host.Security.Rootless}}',
    rootless: /true$/
  }
] as const;

/** Finds the engine that runs: Docker, else Podman. Throws an error that says why there is none. */
export async function findEngine(
  folders: readonly string[],
  environment: NodeJS.ProcessEnv,
  wantedBy: string
): Promise<Engine> {
  const own = engineVariables(environment);
  const failures: { engine: string; reason: string }[] = [];
  for (const { title, name, info, rootless } of engines) {
    const path = folders.map(folder => join(folder, name)).find(file => existsSync(file));
    if (path === undefined) continue;
    try {
      const { stdout } = await promisify(execFile)(path, ['info', '--format', info], {
        env: own,
        timeout: TIMEOUT_MS
      });
      const version = /^\d[\w.+~-]*/.exec(stdout.trim())?.[0];
      if (version === undefined) throw new Error(stdout);
      return {
        ...{ title, path, version, environment: own },
        isRootless: rootless.test(stdout.trim()),
        hasInit: title === 'Docker' || podmanInits.some(file => existsSync(file))
      };
    } catch (error) {
      failures.push({ engine: title, reason: reasonOf(error) });
    }
  }
  const [first] = failures;
  throw first
    ? fail('ContainerEngineNotRunning', first)
    : fail('ContainerEngineMissing', { environment: wantedBy });
}

/** Where Podman looks for the program that becomes the first process of a container. */
const podmanInits = ['/usr/libexec', '/usr/local/libexec', '/usr/lib', '/usr/local/lib']
  .map(folder => join(folder, 'podman', 'catatonit'))
  .concat('/usr/bin/catatonit');

const engineNames =
  /^(PATH|HOME|USER|LOGNAME|TMPDIR|XDG_\w+|DBUS_SESSION_BUS_ADDRESS|DOCKER_\w+|CONTAINERS?_\w+|BUILDAH_\w+|BUILDKIT_\w+|STORAGE_\w+|SSL_CERT_\w+|SSH_AUTH_SOCK|\w+_proxy|\w+_PROXY)$/;

/** The variables with which an engine finds its service, its settings and its sign-ins. */
function engineVariables(environment: NodeJS.ProcessEnv): Record<string, string> {
  return Object.fromEntries(
    Object.entries(environment).filter(
      (pair): pair is [string, string] => pair[1] !== undefined && engineNames.test(pair[0])
    )
  );
}

function reasonOf(error: unknown): string {
  const { message, stderr } = error as Error & { stderr?: string };
  const line = (stderr ?? message).trim().split('\n').at(-1)?.trim();
  return (line || 'it gave no version').replace(/\.?$/, '.');
}
