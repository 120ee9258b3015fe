import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const uv = fileURLToPath(new URL('../../.venv/bin/uv', import.meta.url));

/** Whether environments can be built from packages of PyPI, or of the mirror that uv is told of. */
export function reachesPyPI(): boolean {
  const resolve = ['pip', 'compile', '--quiet', '--no-cache', '-'];
  return spawnSync(uv, resolve, { input: 'tomli-w==1.0.0' }).status === 0;
}
