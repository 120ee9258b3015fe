import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { run, type CommandOptions } from './build-command.js';
import type { Install } from './environment-request.js';
import { installedPackages, packageName, type InstalledPackage } from './installed-packages.js';
import type { Installer } from './installer.js';
import { overlappingPackages } from './overlapping-packages.js';

interface SeparationOptions extends CommandOptions {
  installer: Installer;
  onStep: (step: string) => void;
}

/**
 * Installs packages, and then those among them that contain the same files once more, one after another as pip does: with uv their files
 * can be mixed. Returns the groups of such packages, as `name version`.
 */
export async function separateOverlapping(
  options: SeparationOptions,
  { options: pipOptions }: Install,
  install: () => Promise<void>
): Promise<string[][]> {
  const { folder, installer, onStep } = options;
  const venv = join(folder, 'venv');
  const before = new Set((await installedPackages(venv)).map(each => each.folder));
  await install();
  if (installer.name !== 'uv') return [];
  const added = (await installedPackages(venv)).filter(each => !before.has(each.folder));
  const groups = await overlappingPackages(added);
  if (groups.length === 0) return [];
  const texts = groups.map(group => group.map(each => `${each.name} ${each.version}`));
  onStep(`separates packages that contain the same files: ${texts.flat().join(', ')}`);
  const listed = await run(installer.freeze(venv), { ...options, onOutput: () => undefined });
  for (const each of groups.flat()) {
    const file = join(folder, `requirements-again-${each.name}.txt`);
    writeFileSync(file, `${requirementIn(listed, each)}\n`);
    await run(installer.reinstall(venv, { options: pipOptions }, file), options);
  }
  return texts;
}

/** The line for a package in what `freeze` prints: with its version, or where it comes from. */
function requirementIn(listed: string, { name, version }: InstalledPackage): string {
  const lines = listed.split('\n');
  const isNamed = (line: string) => packageName(/^[\w.-]+/.exec(line)?.[0] ?? '') === name;
  return lines.find(isNamed) ?? `${name}==${version}`;
}
