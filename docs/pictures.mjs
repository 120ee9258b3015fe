#!/usr/bin/env node
// `npm run pictures`: takes the pictures of the guides from those that the browser tests have taken last.
import { copyFileSync, existsSync, mkdirSync } from 'node:fs';
import { Failure, reportFailures } from '../kernels/setup/failure.mjs';
import { inRoot } from '../kernels/setup/places.mjs';

/** The pictures of the guides, and the test pictures that they are. */
const pictures = {
  'extension/screenshot.png': '01-adder-4-metrics',
  'docs/images/submit.png': '01-adder-1-submit',
  'docs/images/sweep.png': 'submit-sweep-2-form',
  'docs/images/pipeline.png': 'pipeline-1-page',
  'docs/images/runs.png': 'all-runs-4-sorted',
  'docs/images/log.png': 'run-log-3-first-line',
  'docs/images/notebook.png': 'run-notebook-1-live',
  'docs/images/compare.png': 'compare-runs-3-page',
  'docs/images/schedules.png': 'schedules-2-list',
  'docs/images/models.png': 'models-2-version'
};

await reportFailures(() => {
  mkdirSync(inRoot('docs', 'images'), { recursive: true });
  for (const [picture, name] of Object.entries(pictures)) {
    const source = inRoot('test', 'results', 'screenshots', `${name}.png`);
    if (!existsSync(source))
      throw new Failure(`There is no picture '${name}'. Run \`npm test -- e2e\` first.`);
    copyFileSync(source, inRoot(picture));
    console.log(picture);
  }
});
