import { isSecretVariable } from '../../errors/index.js';
import type { NotebookCommand } from '../notebook-command.js';
import type { ParameterValue } from '../parameter.js';
import type { EnvironmentContent } from '../environment-content.js';
import type { SweepPlan } from '../sweep.js';
import type { DescribedOptions } from './command-spec.js';
import { quotedText } from './quoted-text.js';

/** Returns the TypeScript that submits a notebook in the current folder with carry-ml. */
export function typescriptCode(
  file: string,
  { parameters, data, sweep }: Pick<NotebookCommand, 'parameters' | 'data' | 'sweep'>,
  options: DescribedOptions
): string {
  const { environmentVariables = {}, secrets = {}, tags = {}, timeout, retries } = options;
  const { compute, experiment, displayName, description, environment } = options;
  const texts = { compute, experiment, displayName, description };
  const fields = [
    fieldOf('parameters', entriesOf(parameters, literal)),
    fieldOf(
      'data',
      entriesOf(data, ({ uri }) => quotedText(uri.replace(/^azureml:(?!\/)/, '')))
    ),
    sweep ? fieldOf('sweep', sweepEntries(sweep)) : '',
    ...Object.entries(texts).flatMap(([name, text]) =>
      text === undefined ? [] : [`  ${name}: ${quotedText(text)}`]
    ),
    ...(environment === undefined ? [] : [`  environment: ${environmentOf(environment)}`]),
    timeout === undefined ? '' : `  timeout: ${timeout}`,
    retries === undefined ? '' : `  retries: ${retries}`,
    fieldOf('tags', entriesOf(tags, literal)),
    fieldOf('environmentVariables', entriesOf(environmentVariables, variable)),
    fieldOf('secrets', entriesOf(secrets, literal))
  ].filter(field => field !== '');
  const given = fields.length === 0 ? '' : `, {\n${fields.join(',\n')}\n}`;
  return `import { connect } from 'carry-ml';

const ws = await connect();
const job = await ws.jobs.submitNotebook(${quotedText(file)}${given});
console.log(job.name);
`;
}

function fieldOf(name: string, entries: string[]): string {
  return entries.length === 0 ? '' : `  ${name}: {\n    ${entries.join(',\n    ')}\n  }`;
}

function entriesOf<T>(
  values: Readonly<Record<string, T>>,
  write: (value: T, name: string) => string
): string[] {
  return Object.entries(values).map(([name, value]) => `${keyOf(name)}: ${write(value, name)}`);
}

function environmentOf(environment: string | EnvironmentContent): string {
  if (typeof environment === 'string') return literal(environment);
  const fields = Object.entries({ ...environment }) as [string, string | undefined][];
  return literal(
    Object.fromEntries(fields.flatMap(([name, text]) => (text === undefined ? [] : [[name, text]])))
  );
}

function sweepEntries({ values, metric, goal, maxConcurrentTrials }: SweepPlan): string[] {
  const fields = {
    metric,
    goal,
    ...(maxConcurrentTrials !== undefined && { maxConcurrentTrials })
  };
  return [
    `values: { ${entriesOf(values, list => literal([...list])).join(', ')} }`,
    ...entriesOf(fields, literal)
  ];
}

function variable(value: string, name: string): string {
  return isSecretVariable(name) ? `process.env.${name} ?? ''` : quotedText(value);
}

function literal(value: ParameterValue): string {
  if (typeof value === 'string') return quotedText(value);
  if (typeof value === 'bigint') return `${value}n`;
  if (Object.is(value, -0)) return '-0';
  if (Array.isArray(value)) return `[${value.map(literal).join(', ')}]`;
  if (typeof value !== 'object' || value === null) return String(value);
  const entries = entriesOf(value, literal);
  return entries.length === 0 ? '{}' : `{ ${entries.join(', ')} }`;
}

/** In an object, `__proto__: x` would be its prototype. */
function keyOf(name: string): string {
  if (name === '__proto__') return "['__proto__']";
  return /^[A-Za-z_$][\w$]*$/.test(name) ? name : quotedText(name);
}
