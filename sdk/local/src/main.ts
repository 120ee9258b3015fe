import { isCarryError } from 'carry-ml/errors';
import { parseCommandLine } from './server-command-line.js';
import { fail } from './service-errors.js';
import { HOME_IN_USE_EXIT_CODE } from './service-record.js';

/** Exit codes by the code of the error; 1 for every other. */
const exitCodes: Record<string, number> = {
  UnknownServerOption: 2,
  HomeInUse: HOME_IN_USE_EXIT_CODE
};

async function main(): Promise<void> {
  const request = parseCommandLine(process.argv.slice(2));
  if (request.kind === 'print') {
    process.stdout.write(request.text);
    return;
  }
  // Loaded late: the help must not wait for the whole server.
  const { serve } = await import('./serve.js');
  await serve();
}

main().catch((error: unknown) => {
  const { code, message } =
    isCarryError(error) && error.code in exitCodes
      ? error
      : fail('ServerStartFailed', {
          reason: error instanceof Error ? error.message : String(error)
        });
  process.stderr.write(`${message}\n`);
  process.exit(exitCodes[code] ?? 1);
});
