#!/usr/bin/env node
// The command itself is built into dist/. This file is there before the build, so that npm can link it when it installs a checkout.
try {
  await import('../dist/cli/main.js');
} catch (error) {
  if (error?.code !== 'ERR_MODULE_NOT_FOUND' || !String(error.message).includes('dist/cli/main.js'))
    throw error;
  process.stderr.write(
    "carry: This checkout is not built yet. Run 'npm run setup' in its folder, then try again.\n"
  );
  process.exitCode = 1;
}
