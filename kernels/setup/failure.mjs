/** Something a person has to put right; its message is all that they see. */
export class Failure extends Error {
  /** @param {string} message What is wrong and what to do, in whole sentences. */
  constructor(message, log) {
    super(message);
    this.log = log;
  }
}

/** The network or a package server cannot be reached. */
export class Offline extends Failure {}

/** Runs a program's main function; a failure ends it with a sentence and never with a stack trace. */
export async function reportFailures(main) {
  try {
    await main();
  } catch (error) {
    process.exitCode = 1;
    if (error instanceof Failure) {
      console.error(`\n${error.message}`);
      if (error.log) console.error(`The full output is in ${error.log}.`);
    } else {
      const said = error instanceof Error ? error.message : String(error);
      console.error(`\nThis went wrong in a way that was not foreseen: ${said}`);
      if (process.env.CARRY_DEBUG) console.error(error);
      else console.error('CARRY_DEBUG=1 in front of the command shows where.');
    }
  }
}
