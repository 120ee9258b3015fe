#!/usr/bin/env node
// `npm run test:soak` and `npm run test:tables`: the projects of vitest.config.ts that are too long for `npm test`.
import { runLongSuite } from '../kernels/setup/testing/long-suite.mjs';

const [project, ...rest] = process.argv.slice(2);
await runLongSuite(['--project', project, ...rest]);
