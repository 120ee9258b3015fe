#!/usr/bin/env node
// `npm run test:fuzz [-- --requests N --seed S]`: the long form of test/conformance/fuzz. The same seed draws the same requests.
import { parseArgs } from 'node:util';
import { runLongSuite } from '../kernels/setup/testing/long-suite.mjs';

const { values } = parseArgs({
  options: { requests: { type: 'string', default: '20000' }, seed: { type: 'string' } }
});
await runLongSuite(['--project', 'conformance', 'test/conformance/fuzz'], {
  CARRY_FUZZ_REQUESTS: values.requests,
  ...(values.seed ? { CARRY_FUZZ_SEED: values.seed } : {})
});
