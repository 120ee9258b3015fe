/** A problem that the user can solve; its message is all that is printed. */
export class Failure extends Error {
  /** @param {string} message Says what is wrong and what to do, in whole sentences. */
  constructor(message, log) {
    super(message);
    this.log = log;
  }
}

/** The network or a package server cannot be reached. */
export class Offline extends Failure {}

/** Runs a program's main function; prints a failure as a sentence, without a stack trace, and sets exit code 1. */
export async function reportFailures(main) {
  try {
    await main();
  } catch (error) {
    process.exitCode = 1;
    if (error instanceof Failure) {
      console.error(`\n${error.message}`);
      if (error.log) console.error(`The full output is in ${error.log}.`);
    } else if (String(error?.code).startsWith('ERR_PARSE_ARGS_')) {
      console.error(`\n${error.message.replace(/\.?$/, '.')}`);
    } else {
      const message = error instanceof Error ? error.message : String(error);
      console.error(`\nAn unexpected error occurred: ${message}`);
      if (process.env.CARRY_DEBUG) console.error(error);
      else console.error('Run the command again with CARRY_DEBUG=1 to see where.');
    }
  }
}
