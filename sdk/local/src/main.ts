import { isCarryError } from 'carry-ml/errors';
import { parseCommandLine } from './server-command-line.js';
import { fail } from './service-errors.js';
import { HOME_IN_USE_EXIT_CODE } from './service-record.js';

/** Exit codes by the code of the error; 1 for every other. */
const exitCodes: Record<string, number> = {
  UnknownServerOption: 2,
  HomeInUse: HOME_IN_USE_EXIT_CODE,
  HomeUnusable: 1,
  DependencyMissing: 1
};

async function main(): Promise<void> {
  const request = parseCommandLine(process.argv.slice(2));
  if (request.kind === 'print') {
    process.stdout.write(request.text);
    return;
  }
  // Loaded late: the help must not wait for the whole server.
  const { serve } = await import('./serve.js').catch((cause: unknown) => {
    throw loadFailure(cause);
  });
  await serve();
}

/** Node's codes of a package that is missing, or whose native part cannot be loaded. */
const loadFailures = new Set(['ERR_MODULE_NOT_FOUND', 'MODULE_NOT_FOUND', 'ERR_DLOPEN_FAILED']);

function loadFailure(cause: unknown): unknown {
  const { code, message } = cause as NodeJS.ErrnoException;
  if (!loadFailures.has(code ?? '')) return cause;
  return fail('DependencyMissing', { reason: message.split('\n', 1)[0] ?? message }, { cause });
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
