import path from 'node:path';
import { fileURLToPath } from 'node:url';

/** The folder of the checkout. */
export const root = fileURLToPath(new URL('../..', import.meta.url)).replace(/[\\/]$/, '');

export const inRoot = (...parts) => path.join(root, ...parts);

const windows = process.platform === 'win32';

/** The virtual environment that notebooks and JupyterLab run in. */
export const venv = inRoot('.venv');

/** The folder of a virtual environment's programs. */
export const binOf = folder => path.join(folder, windows ? 'Scripts' : 'bin');

/** A program of a virtual environment. */
export const programOf = (folder, name) => path.join(binOf(folder), windows ? `${name}.exe` : name);

/** The state of JupyterLab, which is not in the user's home: settings, layout, running servers. */
export const state = inRoot('kernels', '.state');
