import { Document, parse, Scalar, visit } from 'yaml';
import type { EnvironmentContent } from '../environment-content.js';
import type { SweepPlan } from '../sweep.js';
import type { CommandSpec } from './command-spec.js';
import { escaped } from './quoted-text.js';

const SCHEMAS = 'https://azuremlschemas.azureedge.net/latest';

const MOUNT = 'ro_mount';

/** Words and names of files that no reader takes for another value; shorter ones can be `no` or `off`. */
const PLAIN = /^(?!(?:true|false|null)$)\$?[a-z_][a-z_./-]{3,}$/i;

/** Returns a command or sweep job as `az ml job create --file` reads it. Its folder is that of the file. */
export function jobYaml(spec: CommandSpec): string {
  const { sweep } = spec;
  const document = new Document({
    $schema: `${SCHEMAS}/${sweep ? 'sweepJob' : 'commandJob'}.schema.json`,
    type: sweep ? 'sweep' : 'command',
    display_name: spec.displayName,
    experiment_name: spec.experiment,
    ...(spec.description !== undefined && { description: spec.description }),
    ...(sweep ? { trial: programOf(spec), ...sweepFields(sweep) } : programOf(spec)),
    ...inputsOf(spec.data),
    ...(spec.compute !== undefined && { compute: `azureml:${spec.compute}` }),
    tags: spec.tags,
    ...limitsOf(spec),
    properties: spec.properties
  });
  quoteTexts(document);
  const text = document.toString({
    lineWidth: 0,
    doubleQuotedMinMultiLineLength: Number.MAX_SAFE_INTEGER
  });
  // Readers of YAML 1.1 end a line at these, or refuse them.
  return text.replace(/[\u007f-\u009f\u2028\u2029\ufeff\ufffe\uffff]/g, escaped);
}

function programOf({ command, environment, environmentVariables }: CommandSpec): object {
  return {
    code: '.',
    command,
    environment: typeof environment === 'object' ? anonymous(environment) : environment,
    environment_variables: environmentVariables
  };
}

/** The content of an environment, which `az ml` makes for the job. */
function anonymous({ image, condaFile }: EnvironmentContent): object {
  return { image, ...(condaFile !== undefined && { conda_file: parse(condaFile) as object }) };
}

function sweepFields({ choices, metric, goal }: SweepPlan): object {
  return {
    sampling_algorithm: 'grid',
    search_space: Object.fromEntries(
      Object.entries(choices).map(([name, values]) => [name, { type: 'choice', values }])
    ),
    objective: { primary_metric: metric, goal: goal.toLowerCase() }
  };
}

function inputsOf(data: CommandSpec['data']): object {
  const entries = Object.entries(data);
  const inputs = entries.map(([name, { type, uri }]) => [name, { type, path: uri, mode: MOUNT }]);
  return entries.length === 0 ? {} : { inputs: Object.fromEntries(inputs) as object };
}

function limitsOf({ sweep, timeout }: CommandSpec): object {
  if (!sweep) return timeout === undefined ? {} : { limits: { timeout } };
  const { trials, maxConcurrentTrials: concurrent } = sweep;
  return {
    limits: {
      max_total_trials: trials,
      ...(concurrent !== undefined && { max_concurrent_trials: concurrent }),
      ...(timeout !== undefined && { trial_timeout: timeout })
    }
  };
}

/** Quotes every text that a reader could take for another value, such as `no`, `1e3` or `2026-01-01`. */
function quoteTexts(document: Document): void {
  visit(document, {
    Scalar(_, node) {
      if (typeof node.value !== 'string') return;
      if (!PLAIN.test(node.value)) node.type = quotesFor(node.value);
    }
  });
}

/** Only double quotes can hold what is invisible or ends a line. */
function quotesFor(text: string): Scalar.Type {
  const isSimple = /^[\x20-\x7e\u00a1-\u167f\u3001-\ud7ff]*$/.test(text);
  return isSimple && /["\\]/.test(text) ? Scalar.QUOTE_SINGLE : Scalar.QUOTE_DOUBLE;
}
