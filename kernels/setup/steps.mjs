import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/**
 * @typedef {object} Step
 * @property {string} name The name that is printed.
 * @property {() => string} fingerprint Changes when the step must run again.
 * @property {() => boolean} [isPresent] Returns false when the result of the step was deleted.
 * @property {() => Promise<void | string>} run Runs the step; may return a remark to print.
 */

/**
 * Runs the pending steps in order. Each is recorded as soon as it is done, so that an interrupted set-up continues
 * where it stopped.
 *
 * @param {Step[]} steps
 * @param {string} stampFile
 * @returns {Promise<boolean>} true when at least one step ran
 */
export async function doSteps(steps, stampFile) {
  let changed = false;
  for (const [index, step] of steps.entries()) {
    const stamps = read(stampFile);
    const fingerprint = step.fingerprint();
    if (stamps[step.name] === fingerprint && (step.isPresent?.() ?? true)) continue;
    changed = true;
    process.stdout.write(`[${index + 1}/${steps.length}] ${step.name} … `);
    const began = Date.now();
    try {
      const remark = await step.run();
      console.log(remark ?? `${((Date.now() - began) / 1000).toFixed(1)} s`);
    } catch (error) {
      console.log('failed');
      throw error;
    }
    // Read again: the step may have deleted and created the folder of the stamp file.
    write(stampFile, { ...read(stampFile), [step.name]: fingerprint });
  }
  return changed;
}

function read(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    // The file does not exist yet or was truncated by an interruption: every step is checked again.
    return {};
  }
}

function write(file, stamps) {
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, JSON.stringify(stamps, null, 2));
}
