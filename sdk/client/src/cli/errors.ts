import { defineErrors } from '../errors/index.js';

/** What can be wrong with a command line. */
export const cliErrors = {
  Usage: {
    status: 400,
    message: (p: { reason: string; usage: string }) => `${p.reason}. Usage: ${p.usage}`
  },
  CommandUnknown: {
    status: 400,
    message: (p: { name: string; known: string }) =>
      `There is no command '${p.name}'. The commands are: ${p.known}.`
  },
  CommandNotYet: {
    status: 501,
    message: (p: { name: string; reason: string }) =>
      `'carry ${p.name}' is not there yet: ${p.reason}.`
  }
};

/** Builds an error of this room. */
export const cliError = defineErrors(cliErrors);

/** Errors that are the caller's way of asking: exit code 2 instead of 1. */
export const usageCodes: ReadonlySet<string> = new Set(Object.keys(cliErrors));
