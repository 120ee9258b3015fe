import type { SubmitRequest } from '@carry-ml/bridge';
import { readTimeLimit } from './time-limit.js';

/** A name and its value, as two fields of a row. */
export interface NamedText {
  name: string;
  value: string;
}

/** The contents of the fields under “Options”; an empty one leaves the choice to the service. */
export interface JobOptions {
  displayName: string;
  description: string;
  timeLimit: string;
  environment: string;
  tags: readonly NamedText[];
  variables: readonly NamedText[];
}

/** The fields as they are at first. */
export const NO_OPTIONS: JobOptions = {
  displayName: '',
  description: '',
  timeLimit: '',
  environment: '',
  tags: [],
  variables: []
};

/** Why the content of a field cannot be submitted. */
export type OptionProblem = 'time' | 'no-name' | 'name-twice' | 'variable-name' | 'reserved';

/** The problems by the place of their field in the request, such as `/timeout`, and `/tags#1` for the second row. */
export type OptionProblems = ReadonlyMap<string, OptionProblem>;

/** Returns the place of a row in `OptionProblems`. */
export function rowPlace(list: '/tags' | '/environmentVariables', row: number): string {
  return `${list}#${row}`;
}

/** Finds the fields whose content cannot be submitted. */
export function optionProblems({ timeLimit, tags, variables }: JobOptions): OptionProblems {
  const problems = new Map<string, OptionProblem>();
  if (timeLimit.trim() !== '' && readTimeLimit(timeLimit) === undefined) {
    problems.set('/timeout', 'time');
  }
  tags.forEach((row, i) => {
    const problem = rowProblem(tags, i);
    if (problem) problems.set(rowPlace('/tags', i), problem);
  });
  variables.forEach((row, i) => {
    const problem = rowProblem(variables, i) ?? variableProblem(row.name.trim());
    if (problem) problems.set(rowPlace('/environmentVariables', i), problem);
  });
  return problems;
}

/** The names of the values to send: rows without content are left out. */
export function requestedOptions(options: JobOptions): Partial<SubmitRequest> {
  const { displayName, description, timeLimit, environment, tags, variables } = options;
  return {
    displayName: displayName.trim() || undefined,
    description: description.trim() || undefined,
    timeout: readTimeLimit(timeLimit),
    environment: environment || undefined,
    tags: recordOf(tags),
    environmentVariables: recordOf(variables)
  };
}

/** How many of the options differ from those at first. */
export function chosenCount(options: JobOptions): number {
  const { tags, variables, ...texts } = options;
  const filled = (rows: readonly NamedText[]): number => rows.filter(row => !isEmpty(row)).length;
  const given = Object.values(texts).filter(text => text.trim() !== '').length;
  return given + filled(tags) + filled(variables);
}

/** True for a variable whose name says that its value is a secret, which everybody who sees the job could read; as `isSecretVariable` of the SDK. */
export function looksSecret(name: string): boolean {
  return /(?:^|_)(?:API_?KEY|KEY|TOKEN|SECRET|PASSWORD|PASSWD|CREDENTIALS?|PAT)$/i.test(
    name.trim()
  );
}

function isEmpty({ name, value }: NamedText): boolean {
  return name.trim() === '' && value === '';
}

function rowProblem(rows: readonly NamedText[], at: number): OptionProblem | null {
  const row = rows[at];
  if (!row || isEmpty(row)) return null;
  const name = row.name.trim();
  if (name === '') return 'no-name';
  return rows.findIndex(other => other.name.trim() === name) < at ? 'name-twice' : null;
}

function variableProblem(name: string): OptionProblem | null {
  if (name === '') return null;
  if (!/^[A-Za-z_][A-Za-z0-9_]*$/.test(name)) return 'variable-name';
  return name.startsWith('CARRY_') ? 'reserved' : null;
}

function recordOf(rows: readonly NamedText[]): Record<string, string> | undefined {
  const filled = rows.filter(row => !isEmpty(row));
  if (filled.length === 0) return undefined;
  return Object.fromEntries(filled.map(({ name, value }) => [name.trim(), value]));
}
