// Notes where the bridge lies, for a Python package that is installed away from this folder.
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const main = fileURLToPath(new URL('../sdk/bridge/dist/main.js', import.meta.url));
const record = fileURLToPath(new URL('jupyterlab_carry/bridge.json', import.meta.url));
writeFileSync(record, JSON.stringify({ main }));
