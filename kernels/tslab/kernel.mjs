// What kernel.json starts: tslab's own kernel, in this process, under a watch on the process that
// asked for it. A launcher rather than `node -r`, because a preload would be inherited by every
// worker and every fork that a notebook makes.
import tslab from 'tslab/dist/main.js';
import { outlivePackageChanges } from './package-changes.mjs';
import { watchParent } from './parent-watch.mjs';

watchParent();
outlivePackageChanges();
tslab.main();
