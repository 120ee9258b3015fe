import { Document, Scalar, visit } from 'yaml';
import type { CommandSpec } from './command-spec.js';
import { escaped } from './quoted-text.js';

const SCHEMA = 'https://azuremlschemas.azureedge.net/latest/commandJob.schema.json';

/** Words and names of files that no reader takes for another value; shorter ones can be `no` or `off`. */
const PLAIN = /^(?!(?:true|false|null)$)\$?[a-z_][a-z_./-]{3,}$/i;

/** Returns a command job as `az ml job create --file` reads it. Its folder is that of the file. */
export function jobYaml(spec: CommandSpec): string {
  const document = new Document({
    $schema: SCHEMA,
    type: 'command',
    display_name: spec.displayName,
    experiment_name: spec.experiment,
    ...(spec.description !== undefined && { description: spec.description }),
    code: '.',
    command: spec.command,
    environment: spec.environment,
    ...(spec.compute !== undefined && { compute: `azureml:${spec.compute}` }),
    environment_variables: spec.environmentVariables,
    tags: spec.tags,
    ...(spec.timeout !== undefined && { limits: { timeout: spec.timeout } }),
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
