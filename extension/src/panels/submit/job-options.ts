import type { SubmitRequest } from '@carry-ml/bridge';
import { MAX_RETRIES } from './limits.js';
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
  retries: string;
  environment: string;
  tags: readonly NamedText[];
  variables: readonly NamedText[];
  /** Variables, each with the name of the secret that it gets. */
  secrets: readonly NamedText[];
  /** Parameters, each with the data asset whose path it gets. */
  data: readonly NamedText[];
}

/** The lists of rows, as places in a request. */
export type RowList = '/tags' | '/environmentVariables' | '/secrets' | '/data';

/** The choice of an environment that has the packages of the kernel; no name of an environment has a colon at its end. */
export const KERNEL_ENVIRONMENT = 'kernel:';

/** The fields as they are at first. */
export const NO_OPTIONS: JobOptions = {
  displayName: '',
  description: '',
  timeLimit: '',
  retries: '',
  environment: '',
  tags: [],
  variables: [],
  secrets: [],
  data: []
};

/** Why the content of a field cannot be submitted. */
export type OptionProblem =
  | 'time'
  | 'no-name'
  | 'name-twice'
  | 'variable-name'
  | 'reserved'
  | 'secret-name'
  | 'no-asset'
  | 'retries';

/** The problems by the place of their field in the request, such as `/timeout`, and `/tags#1` for the second row. */
export type OptionProblems = ReadonlyMap<string, OptionProblem>;

/** Returns the place of a row in `OptionProblems`. */
export function rowPlace(list: RowList, row: number): string {
  return `${list}#${row}`;
}

/** Finds the fields whose content cannot be submitted. */
export function optionProblems({
  timeLimit,
  retries,
  tags,
  variables,
  secrets,
  data
}: JobOptions): OptionProblems {
  const problems = new Map<string, OptionProblem>();
  if (timeLimit.trim() !== '' && readTimeLimit(timeLimit) === undefined) {
    problems.set('/timeout', 'time');
  }
  if (retries.trim() !== '' && readRetries(retries) === undefined) {
    problems.set('/retries', 'retries');
  }
  tags.forEach((row, i) => {
    const problem = rowProblem(tags, i);
    if (problem) problems.set(rowPlace('/tags', i), problem);
  });
  variables.forEach((row, i) => {
    const problem = rowProblem(variables, i) ?? variableProblem(row.name.trim());
    if (problem) problems.set(rowPlace('/environmentVariables', i), problem);
  });
  secrets.forEach((row, i) => {
    const problem =
      rowProblem(secrets, i) ?? variableProblem(row.name.trim()) ?? secretProblem(row);
    if (problem) problems.set(rowPlace('/secrets', i), problem);
  });
  data.forEach((row, i) => {
    const problem = rowProblem(data, i) ?? assetProblem(row);
    if (problem) problems.set(rowPlace('/data', i), problem);
  });
  return problems;
}

/** The names of the values to send: rows without content are left out. */
export function requestedOptions(options: JobOptions): Partial<SubmitRequest> {
  const { displayName, description, timeLimit, retries, environment } = options;
  const { tags, variables, secrets, data } = options;
  return {
    displayName: displayName.trim() || undefined,
    description: description.trim() || undefined,
    timeout: readTimeLimit(timeLimit),
    retries: readRetries(retries),
    environment: environment === KERNEL_ENVIRONMENT ? undefined : environment || undefined,
    tags: recordOf(tags),
    environmentVariables: recordOf(variables),
    secrets: recordOf(secrets),
    data: recordOf(data)
  };
}

/** How many of the options differ from those at first. */
export function chosenCount(options: JobOptions): number {
  const { tags, variables, secrets, data, ...texts } = options;
  const filled = (rows: readonly NamedText[]): number => rows.filter(row => !isEmpty(row)).length;
  const given = Object.values(texts).filter(text => text.trim() !== '').length;
  return given + filled(tags) + filled(variables) + filled(secrets) + filled(data);
}

/** True for a variable whose name says that its value is a secret, which everybody who sees the job could read; as `isSecretVariable` of the SDK. */
export function looksSecret(name: string): boolean {
  return /(?:^|_)(?:API_?KEY|KEY|TOKEN|SECRET|PASSWORD|PASSWD|CREDENTIALS?|PAT)$/i.test(
    name.trim()
  );
}

function readRetries(text: string): number | undefined {
  return /^\d+$/.test(text.trim()) && Number(text) <= MAX_RETRIES ? Number(text) : undefined;
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

/** Key Vault's rule for names. */
function secretProblem({ name, value }: NamedText): OptionProblem | null {
  if (name.trim() === '') return null;
  return /^[0-9A-Za-z-]{1,127}$/.test(value) ? null : 'secret-name';
}

function assetProblem({ name, value }: NamedText): OptionProblem | null {
  return name.trim() !== '' && value.trim() === '' ? 'no-asset' : null;
}

function recordOf(rows: readonly NamedText[]): Record<string, string> | undefined {
  const filled = rows.filter(row => !isEmpty(row));
  if (filled.length === 0) return undefined;
  return Object.fromEntries(filled.map(({ name, value }) => [name.trim(), value]));
}
