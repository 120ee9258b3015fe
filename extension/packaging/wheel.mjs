#!/usr/bin/env node
// `npm run wheel`: builds the wheel for this machine's platform. `npm run wheel -- --platform darwin-arm64 --platform …`, or
// `--all-platforms`, builds it for others.
import { realpathSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { run } from '../../kernels/setup/command.mjs';
import { reportFailures } from '../../kernels/setup/failure.mjs';
import { programOf, venv } from '../../kernels/setup/places.mjs';
import { uv } from '../../kernels/setup/python-packages.mjs';
import { setUp } from '../../kernels/setup/setup.mjs';
import { pythonVersion } from '../../kernels/setup/version.mjs';
import { inExtension, readManifest } from './places.mjs';
import { platforms, tagOf, thisPlatform } from './platforms.mjs';

/**
 * Builds the wheel of a checkout that is set up.
 *
 * @param {string} platform such as `linux-x64-gnu`
 * @param {string} folder where the wheel is written
 * @returns {Promise<string>} the path of the wheel
 */
export async function buildWheel(platform = thisPlatform(), folder = inExtension('dist')) {
  const tag = tagOf(platform);
  // Imported here, because the set-up installs the bundler.
  const { writeBundle } = await import('./bundle.mjs');
  await writeBundle(platform);
  writeFileSync(inExtension('dist', 'wheel.json'), JSON.stringify({ platform: tag }));
  await run('Building the wheel', [
    uv,
    ...['build', '--wheel', '--out-dir', folder],
    // The build tool is installed already; build isolation would download it again.
    ...['--no-build-isolation', '--python', programOf(venv, 'python'), inExtension()]
  ]);
  const { version } = readManifest(inExtension());
  return `${folder}/jupyterlab_carry-${pythonVersion(version)}-py3-none-${tag}.whl`;
}

if (realpathSync(process.argv[1]) === fileURLToPath(import.meta.url))
  await reportFailures(async () => {
    const { values } = parseArgs({
      options: {
        platform: { type: 'string', multiple: true, default: [thisPlatform()] },
        'all-platforms': { type: 'boolean', default: false }
      }
    });
    const wanted = values['all-platforms'] ? Object.keys(platforms) : values.platform;
    // A platform that does not exist is reported before anything is built.
    wanted.forEach(tagOf);
    await setUp();
    for (const platform of wanted) console.log(await buildWheel(platform));
  });
