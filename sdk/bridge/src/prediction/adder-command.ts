import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { fail } from '../errors.js';

/** Not a literal in `import()`: the package is optional, and the wheel has none. */
const ADDER: string = '@carry-ml/adder';

const SCRIPT = `
const [, module, folder, sum] = process.argv;
const { load } = await import(module);
const { answer, confidence } = (await load(folder)).explain(sum);
process.stdout.write(JSON.stringify({ answer, confidence }));`;

/**
 * Returns the arguments of Node that let an adder add a sum.
 *
 * @throws CarryError `AdderMissing`
 */
export function adderArguments(model: string, sum: string, labFolder: string): string[] {
  const module = pathToFileURL(resolved(labFolder)).href;
  return ['--input-type=module', '--eval', SCRIPT, module, model, sum];
}

/** Finds the package where the user's notebooks find it, else beside the bridge, as in a checkout. */
function resolved(labFolder: string): string {
  for (const from of [join(labFolder, 'any'), import.meta.url]) {
    try {
      return createRequire(from).resolve(ADDER);
    } catch {
      // The next place may have it.
    }
  }
  throw fail('AdderMissing', { folder: labFolder });
}
