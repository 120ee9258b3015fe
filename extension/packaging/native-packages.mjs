import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync } from 'node:fs';
import path from 'node:path';
import { npm } from '../../kernels/setup/node-packages.mjs';
import { inExtension, inRepository, readManifest } from './places.mjs';

/**
 * A package with everything that it needs at run time, and with its native addon for one platform.
 *
 * @param {string} name
 * @param {string} platform
 * @returns {{ name: string, folder: string }[]}
 */
export function nativePackages(name, platform) {
  const folder = inRepository('node_modules', name);
  const { dependencies, optionalDependencies } = readManifest(folder);
  const addon = `@${name}/${platform}`;
  const version = optionalDependencies[addon];
  if (version === undefined)
    throw new Error(
      `${name} has no native addon for ${platform}. It has: ${Object.keys(optionalDependencies).join(', ')}.`
    );
  return [
    { name, folder },
    ...Object.keys(dependencies).flatMap(needed => {
      // A nested version is in the package's own folder and is copied with it.
      if (existsSync(path.join(folder, 'node_modules', needed))) return [];
      return [{ name: needed, folder: inRepository('node_modules', needed) }];
    }),
    { name: addon, folder: installed(addon, version) ?? downloaded(addon, version) }
  ];
}

function installed(name, version) {
  const folder = inRepository('node_modules', name);
  return existsSync(folder) && readManifest(folder).version === version ? folder : undefined;
}

/** npm installs only the addon of the machine that it runs on; the addon of another platform is downloaded. */
function downloaded(name, version) {
  const folder = inExtension('dist', 'addons', `${name.replaceAll('/', '+')}@${version}`);
  const unpacked = path.join(folder, 'package');
  if (existsSync(unpacked)) return unpacked;
  mkdirSync(folder, { recursive: true });
  const [program, ...args] = npm(
    'pack',
    `${name}@${version}`,
    '--loglevel=error',
    '--pack-destination',
    folder
  );
  const options = { encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] };
  const archive = execFileSync(program, args, options).trim().split('\n').at(-1);
  execFileSync('tar', ['-xzf', archive], { cwd: folder });
  return unpacked;
}
