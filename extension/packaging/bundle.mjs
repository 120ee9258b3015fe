import { cpSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { rolldown } from 'rolldown';
import { nativePackages } from './native-packages.mjs';
import { notices } from './notices.mjs';
import { inExtension, inRepository, readManifest } from './places.mjs';

/** The folder that the wheel carries as `jupyterlab_carry/node`. */
export const bundle = inExtension('dist', 'node');

const local = path.join('node_modules', '@carry-ml', 'local');

/**
 * The programs of the bundle, laid out as in the packages they come from, so that every `new URL(…, import.meta.url)`
 * of their sources still finds its file: the bridge finds the command, both the job side, and the workspace the driver of parallel
 * jobs, beside their own folder.
 */
const programs = [
  { from: 'sdk/bridge/dist/main.js', to: path.join('dist', 'bridge'), inOneFile: true },
  { from: 'sdk/client/dist/cli/main.js', to: path.join('dist', 'cli') },
  { from: ['sdk/local/dist/index.js', 'sdk/local/dist/main.js'], to: path.join(local, 'dist') }
];

/**
 * Writes the bundle: everything that the sidebar runs on Node.
 *
 * @param {string} platform such as `linux-x64-gnu`
 */
export async function writeBundle(platform) {
  rmSync(bundle, { recursive: true, force: true });
  const bundled = [];
  for (const program of programs) bundled.push(...(await writeProgram(program)));
  copyPython('job', path.join(bundle, 'dist', 'job'));
  copyPython('parallel', path.join(bundle, local, 'parallel'));
  copyPython('automl', path.join(bundle, local, 'job-side', 'automl'));
  const { version, license } = readManifest(inExtension());
  writeJson('package.json', { name: 'carry-bundle', version, license, type: 'module' });
  // `carry` imports the local workspace by its name.
  writeJson(path.join(local, 'package.json'), {
    name: '@carry-ml/local',
    version,
    license,
    type: 'module',
    exports: './dist/index.js'
  });
  const native = nativePackages('libsql', platform);
  for (const { name, folder } of native)
    cpSync(folder, path.join(bundle, 'node_modules', name), { recursive: true });
  writeFileSync(
    path.join(bundle, 'THIRD-PARTY-NOTICES.txt'),
    notices([...bundled, ...native.map(({ folder }) => folder)])
  );
}

/** Copies the Python programs of a folder of `kernels`. */
function copyPython(folder, to) {
  cpSync(inRepository('kernels', folder), to, {
    recursive: true,
    filter: source => !/__pycache__|\.pyc$/.test(source)
  });
}

/** Bundles one program. @returns {Promise<string[]>} the folders of the bundled packages */
async function writeProgram({ from, to, inOneFile = false }) {
  const build = await rolldown({
    input: [from].flat().map(file => inRepository(file)),
    platform: 'node',
    external: ['libsql']
  });
  const { output } = await build.write({
    dir: path.join(bundle, to),
    format: 'esm',
    minify: true,
    codeSplitting: !inOneFile,
    chunkFileNames: '[name]-[hash].js'
  });
  await build.close();
  const modules = output.flatMap(chunk => (chunk.type === 'chunk' ? chunk.moduleIds : []));
  return modules.map(packageOf).filter(folder => folder !== undefined);
}

/** Returns the folder of the installed package that contains a module; undefined for a module of this repository. */
function packageOf(module) {
  const [, folder] =
    /^\0?(.*[\\/]node_modules[\\/](?:@[^\\/]+[\\/])?[^\\/]+)[\\/]/.exec(module) ?? [];
  return folder;
}

function writeJson(file, value) {
  const target = path.join(bundle, file);
  mkdirSync(path.dirname(target), { recursive: true });
  writeFileSync(target, `${JSON.stringify(value, null, 2)}\n`);
}
