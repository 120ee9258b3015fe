import type { TranslationBundle } from '@jupyterlab/translation';

/** Azure ML's job statuses as words. */
const words: Record<string, (trans: TranslationBundle) => string> = {
  NotStarted: trans => trans.__('Not started'),
  Starting: trans => trans.__('Starting'),
  Provisioning: trans => trans.__('Provisioning'),
  Preparing: trans => trans.__('Preparing'),
  Queued: trans => trans.__('Queued'),
  Running: trans => trans.__('Running'),
  Finalizing: trans => trans.__('Finalizing'),
  CancelRequested: trans => trans.__('Cancelling'),
  Completed: trans => trans.__('Completed'),
  Failed: trans => trans.__('Failed'),
  Canceled: trans => trans.__('Canceled'),
  NotResponding: trans => trans.__('Not responding'),
  Paused: trans => trans.__('Paused'),
  Unknown: trans => trans.__('Unknown')
};

/** Returns the word for a status; a status that Azure ML adds later is shown as it is. */
export function statusWord(status: string, trans: TranslationBundle): string {
  return Object.hasOwn(words, status) ? (words[status]?.(trans) ?? status) : status;
}
