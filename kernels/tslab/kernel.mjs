// The program of the kernelspec: runs tslab's kernel in this process, and ends with the process that
// started it. Not `node -r`, because every worker and child process of a notebook would inherit the preload.
import tslab from 'tslab/dist/main.js';
import { readDeclaredTypesOnly } from './automatic-types.mjs';
import { publishAllOutput } from './complete-output.mjs';
import { skipDocumentation } from './documentation-comments.mjs';
import { toleratePackageChanges } from './package-changes.mjs';
import { watchParent } from './parent-watch.mjs';

watchParent();
readDeclaredTypesOnly();
// In JupyterLab, the documentation of a name is shown beside it.
if (process.env.CARRY_NOTEBOOK) skipDocumentation();
toleratePackageChanges();
publishAllOutput();
tslab.main();
