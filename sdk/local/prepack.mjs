// Copies the Python programs of jobs into the package: in the repository each has a folder of its own.
import { cpSync, rmSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const programs = { parallel: 'dist/parallel', automl: 'dist/job-side/automl' };
for (const [program, target] of Object.entries(programs)) {
  const from = fileURLToPath(new URL(`../../kernels/${program}`, import.meta.url));
  const to = fileURLToPath(new URL(target, import.meta.url));
  rmSync(to, { recursive: true, force: true });
  cpSync(from, to, { recursive: true, filter: source => !source.includes('__pycache__') });
}
