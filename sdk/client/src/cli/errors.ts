import { defineErrors } from '../errors/index.js';

const didYouMean = (meant: string | undefined) => (meant ? `, did you mean '${meant}'?` : '.');

/** Errors of a command line; with any of them the exit code is 2 instead of 1. */
export const cliErrors = {
  ArgumentMissing: {
    status: 400,
    message: (p: { name: string; usage: string }) => `${p.name} is missing. Usage: ${p.usage}`
  },
  ArgumentUnexpected: {
    status: 400,
    message: (p: { text: string; usage: string }) =>
      `'${p.text}' is one argument too many. Usage: ${p.usage}`
  },
  OptionMalformed: {
    status: 400,
    message: (p: { reason: string; meant?: string; usage: string }) =>
      `${p.reason}${didYouMean(p.meant)} Usage: ${p.usage}`
  },
  ChoiceUnknown: {
    status: 400,
    message: (p: {
      name: string;
      text: string;
      choices: readonly string[];
      meant?: string;
      usage: string;
    }) =>
      `${p.name} must be ${p.choices.join(' or ')}, not '${p.text}'${didYouMean(p.meant)} Usage: ${p.usage}`
  },
  PairMalformed: {
    status: 400,
    message: (p: { text: string; usage: string }) =>
      `'${p.text}' is not of the form name=value. Usage: ${p.usage}`
  },
  CountMalformed: {
    status: 400,
    message: (p: { name: string; text: string; usage: string }) =>
      `${p.name} must be a whole number of at least 1, not '${p.text}'. Usage: ${p.usage}`
  },
  GlobalOptionUnknown: {
    status: 400,
    message: (p: { option: string; known: readonly string[]; meant?: string }) =>
      `There is no option '${p.option}'${didYouMean(p.meant)} Without a command the options are: ${p.known.join(', ')}.`
  },
  CommandUnknown: {
    status: 400,
    message: (p: { name: string; known: readonly string[]; meant?: string }) =>
      `There is no command '${p.name}'${didYouMean(p.meant)} The commands are: ${p.known.join(', ')}.`
  },
  CommandNotYet: {
    status: 501,
    message: (p: { name: string; reason: string }) =>
      `'carry ${p.name}' does not exist yet: ${p.reason}.`
  }
};

/** Builds an error of this room. */
export const fail = defineErrors(cliErrors);

/** The codes of the errors of a command line. */
export const usageCodes: ReadonlySet<string> = new Set(Object.keys(cliErrors));

/** Errors of this machine while a command runs; with any of them the exit code is 1. */
export const systemErrors = {
  SystemRefused: {
    status: 500,
    message: (p: { path?: string; reason: string; advice: string }) =>
      `${p.path ? `'${p.path}' cannot be used` : 'A file cannot be used'}: ${p.reason}. ${p.advice}, then try again.`
  }
};

/** Builds an error of this machine. */
export const failBySystem = defineErrors(systemErrors);
