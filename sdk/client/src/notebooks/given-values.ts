import { coerceParameters, type GivenParameters } from './coerce.js';
import { acceptedValues, fail } from './errors.js';
import { loggedMetrics } from './logged-metrics.js';
import type { Notebook } from './notebook.js';
import type { Parameter, ParameterType, ParameterValue } from './parameter.js';
import { parameterSupport } from './parameters-cell.js';
import { planSweep, type NotebookSweep, type SweepPlan } from './sweep.js';
import { readTexts } from './texts.js';

/** The types of parameters that can hold a text. */
const TEXT_TYPES: readonly ParameterType[] = ['string', 'null', 'expression'];

/** Converts the values of a submit to the types of their parameters; texts take precedence. */
export function parametersFor(
  notebook: Notebook,
  values: GivenParameters = {},
  texts: Readonly<Record<string, string>> = {}
): Record<string, ParameterValue> {
  const given = { ...values, ...readTexts(notebook.parameters, texts) };
  const names = Object.keys(given).filter(name => given[name] !== undefined);
  return coerceParameters(declaredFor(notebook, names), given);
}

/** Converts the values of a sweep to the types of their parameters. */
export function sweepFor(
  notebook: Notebook,
  given: Record<string, ParameterValue>,
  sweep: NotebookSweep
): SweepPlan {
  const declared = declaredFor(notebook, Object.keys(sweep.values));
  const values = Object.entries(sweep.values).map(([name, list]) => {
    if (name in given) throw fail('SweepAndValue', { name }, { target: name });
    return [name, list.map(value => coerceParameters(declared, { [name]: value })[name] ?? null)];
  });
  const typed = Object.fromEntries(values) as NotebookSweep['values'];
  return planSweep({ ...sweep, values: typed }, loggedMetrics(notebook));
}

/** Checks that the notebook has parameters of these names, and that each can be the path of a folder. */
export function checkFolders(notebook: Notebook, names: readonly string[]): void {
  const declared = declaredFor(notebook, names);
  const known = declared.map(({ name }) => name);
  for (const name of names) {
    const parameter = declared.find(each => each.name === name);
    if (!parameter) throw fail('ParameterUnknown', { name, known }, { target: name });
    if (!TEXT_TYPES.includes(parameter.type) || parameter.choices) {
      const accepted = parameter.choices ? 'one of its choices' : acceptedValues[parameter.type];
      throw fail('PipelinePortTyped', { port: name, accepted }, { target: name });
    }
  }
}

/** The parameters that a notebook may be given, those of these names among them. */
export function declaredFor(
  { language, kernel, parameters }: Pick<Notebook, 'language' | 'kernel' | 'parameters'>,
  names: readonly string[]
): readonly Parameter[] {
  const support = parameterSupport(language);
  if (support === 'none' && names.length > 0)
    throw fail('ParametersUnsupported', { language, kernel });
  // The cell is not read, so its names are unknown.
  return support === 'translated' ? names.map(name => untyped(name)) : parameters;
}

function untyped(name: string): Parameter {
  return { name, type: 'expression', nullable: true, text: '' };
}
