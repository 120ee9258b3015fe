import type { TranslationBundle } from '@jupyterlab/translation';

/** Says how to write a number, for a text that is none. */
export function numberProblemText(needed: 'integer' | 'number', trans: TranslationBundle): string {
  return needed === 'integer'
    ? trans.__('Enter a whole number, such as 12.')
    : trans.__('Enter a number, such as 0.5 or 1e-3.');
}
