#!/usr/bin/env node
// `npm run test:fuzz [-- --requests N --seed S]`: the long form of test/conformance/fuzz. The same seed draws the same requests.
import { spawn } from 'node:child_process';
import { parseArgs } from 'node:util';
import { inRoot, root } from '../kernels/setup/places.mjs';
import { cleanEnvironment } from '../kernels/setup/testing/clean-environment.mjs';

const { values } = parseArgs({
  options: { requests: { type: 'string', default: '20000' }, seed: { type: 'string' } }
});
const vitest = inRoot('node_modules', 'vitest', 'vitest.mjs');
const args = ['run', '--project', 'conformance', 'test/conformance/fuzz', '--silent', 'false'];
const child = spawn(process.execPath, [vitest, ...args], {
  cwd: root,
  stdio: 'inherit',
  env: cleanEnvironment({
    CARRY_FUZZ_REQUESTS: values.requests,
    ...(values.seed ? { CARRY_FUZZ_SEED: values.seed } : {})
  })
});
child.once('exit', code => (process.exitCode = code ?? 1));
