#!/usr/bin/env node
// `npm run check`: every check of the code without running it, one line per tool.
import { finished, environment } from '../kernels/setup/command.mjs';
import { reportFailures } from '../kernels/setup/failure.mjs';
import { inRoot, programOf, root } from '../kernels/setup/places.mjs';
import { setUp } from '../kernels/setup/setup.mjs';
import { setUpTools, testVenv } from '../kernels/setup/testing/tools.mjs';

const node = (name, ...args) => [process.execPath, inRoot('node_modules', ...name), ...args];
const ruff = programOf(testVenv, 'ruff');

const sdk = ['client', 'adder', 'local', 'bridge'];
const published = ['client', 'adder', 'local'];

/** Checks that the packed package is complete, and that its types resolve in programs that import it. */
function packageChecks(name) {
  const contents = node(['publint', 'src', 'cli.js'], `sdk/${name}`, '--strict');
  const types = node(
    ['@arethetypeswrong', 'cli', 'dist', 'index.js'],
    ...['--pack', `sdk/${name}`, '--profile', 'esm-only', '--format', 'ascii', '--no-emoji']
  );
  return [
    [`${name}: contents`, contents],
    [`${name}: types`, types]
  ];
}

const tools = {
  format: node(['prettier', 'bin', 'prettier.cjs'], '--check', '--log-level', 'warn', '.'),
  types: node(['typescript', 'bin', 'tsc'], '-b'),
  lint: node(['eslint', 'bin', 'eslint.js'], '.'),
  styles: node(['stylelint', 'bin', 'stylelint.mjs'], 'style/*.css'),
  'dead code': node(['knip', 'bin', 'knip.js']),
  arrows: node(
    ['dependency-cruiser', 'bin', 'dependency-cruise.mjs'],
    ...[
      '--config',
      '.dependency-cruiser.cjs',
      ...sdk.map(name => `sdk/${name}/src`),
      'extension/src'
    ]
  ),
  ...Object.fromEntries(published.flatMap(packageChecks)),
  documentation: [process.execPath, inRoot('docs', 'build.mjs')],
  workflows: node(['@tktco', 'node-actionlint', 'bin', 'node-actionlint.js']),
  'Python lint': [ruff, 'check', '.'],
  'Python format': [ruff, 'format', '--check', '.']
};

await reportFailures(async () => {
  await setUp();
  await setUpTools();
  const failed = [];
  for (const [name, argv] of Object.entries(tools)) {
    const began = Date.now();
    const { code, output } = await finished(argv, { cwd: root, env: environment() });
    const time = `${((Date.now() - began) / 1000).toFixed(1)} s`;
    console.log(`${code === 0 ? 'ok    ' : 'FAILED'}  ${name.padEnd(18)}${time}`);
    if (code === 0) continue;
    failed.push(name);
    console.log(output.trimEnd().replace(/^/gm, '        '));
  }
  console.log(failed.length === 0 ? 'All checks passed.' : `Failed: ${failed.join(', ')}.`);
  process.exitCode = failed.length === 0 ? 0 : 1;
});
