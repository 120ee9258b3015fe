import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const launcher = fileURLToPath(new URL('./kernel.mjs', import.meta.url));

/** Returns the kernelspec of tslab, with the running Node and the packages of this checkout. */
function tslabKernelspec() {
  return {
    // tslab accepts the option and the file only as two arguments.
    argv: [process.execPath, launcher, 'kernel', '--config-path', '{connection_file}'],
    display_name: 'TypeScript (tslab)',
    language: 'typescript'
  };
}

/** Writes the kernelspec into a virtual environment, where its Jupyter finds it. */
export function installTslab(venv) {
  const folder = path.join(venv, 'share', 'jupyter', 'kernels', 'tslab');
  mkdirSync(folder, { recursive: true });
  const text = JSON.stringify(tslabKernelspec(), null, 2);
  writeFileSync(path.join(folder, 'kernel.json'), `${text}\n`);
  return folder;
}
