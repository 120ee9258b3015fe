import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/**
 * @typedef {object} Step
 * @property {string} name What a person reads.
 * @property {() => string} fingerprint Changes when the step has to be done again.
 * @property {() => boolean} [stands] False when what the step made is gone.
 * @property {() => Promise<void | string>} run Answers a remark, if there is one to make.
 */

/**
 * Does the steps that are not done yet, in order. Each is remembered as soon as it is done, so that an interrupted set-up goes on
 * where it was.
 *
 * @param {Step[]} steps
 * @param {string} stampFile
 * @returns {Promise<boolean>} true when there was anything to do
 */
export async function doSteps(steps, stampFile) {
  let worked = false;
  for (const [index, step] of steps.entries()) {
    const stamps = read(stampFile);
    const print = step.fingerprint();
    if (stamps[step.name] === print && (step.stands?.() ?? true)) continue;
    worked = true;
    process.stdout.write(`[${index + 1}/${steps.length}] ${step.name} … `);
    const began = Date.now();
    try {
      const remark = await step.run();
      console.log(remark ?? `${((Date.now() - began) / 1000).toFixed(1)} s`);
    } catch (error) {
      console.log('failed');
      throw error;
    }
    // Taken again: the step may have made the folder that the stamps lie in.
    write(stampFile, { ...read(stampFile), [step.name]: print });
  }
  return worked;
}

function read(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    // Not there yet, or cut short by an interruption: then everything is looked at again.
    return {};
  }
}

function write(file, stamps) {
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, JSON.stringify(stamps, null, 2));
}
