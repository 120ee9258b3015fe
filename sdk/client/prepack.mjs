// Copies the job side, which runs notebooks inside of jobs, into the package: in the repository it has a folder of its own.
import { cpSync, rmSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const from = fileURLToPath(new URL('../../kernels/job', import.meta.url));
const to = fileURLToPath(new URL('dist/job', import.meta.url));
rmSync(to, { recursive: true, force: true });
cpSync(from, to, { recursive: true, filter: source => !source.includes('__pycache__') });
