import { fail } from './errors.js';

/** The target of a binding: an input or output of the pipeline, or an output of another step. */
export type Binding =
  | { kind: 'input'; name: string }
  | { kind: 'output'; name: string }
  | { kind: 'step'; step: string; output: string };

const binding = /\$\{\{(.*?)\}\}/gs;

/**
 * The bindings in a text, in order. `where` names the part of the pipeline that holds the text, for the error about an invalid binding.
 *
 * @example bindingsIn('${{parent.jobs.train.outputs.model}}', "…") // [{ kind: 'step', step: 'train', output: 'model' }]
 */
export function bindingsIn(text: string, where: string): Binding[] {
  return [...closedPart(text).matchAll(binding)].map(match => read(match[1] ?? '', where));
}

/** The binding that forms the whole text; undefined when there is other text around it, or no binding. */
export function bindingOf(text: string, where: string): Binding | undefined {
  const trimmed = text.trim();
  const [only] = bindingsIn(trimmed, where);
  return only &&
    closedPart(trimmed).replace(binding, '') === '' &&
    trimmed.endsWith('}}') &&
    trimmed.split('${{').length === 2
    ? only
    : undefined;
}

/** The text with each binding replaced by its value. */
export function fillBindings(
  text: string,
  where: string,
  valueOf: (binding: Binding) => string
): string {
  const closed = closedPart(text);
  return (
    closed.replace(binding, (_all, inner: string) => valueOf(read(inner, where))) +
    text.slice(closed.length)
  );
}

/** The text up to its last closing brackets. Behind them, each opening one would be followed to the end of the text, in quadratic time. */
function closedPart(text: string): string {
  const last = text.lastIndexOf('}}');
  return last === -1 ? '' : text.slice(0, last + 2);
}

function read(inner: string, where: string): Binding {
  const parts = inner.trim().split('.');
  const [parent, kind, first, outputs, last] = parts;
  if (parent === 'parent' && first) {
    if (parts.length === 3 && kind === 'inputs') return { kind: 'input', name: first };
    if (parts.length === 3 && kind === 'outputs') return { kind: 'output', name: first };
    if (parts.length === 5 && kind === 'jobs' && outputs === 'outputs' && last)
      return { kind: 'step', step: first, output: last };
  }
  throw fail('BindingInvalid', { where, text: inner });
}
