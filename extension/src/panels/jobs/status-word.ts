import type { TranslationBundle } from '@jupyterlab/translation';

/** A status as a word that people read; Azure ML's own where it is one already. */
export function statusWord(status: string, trans: TranslationBundle): string {
  switch (status) {
    case 'NotStarted':
      return trans.__('Not started');
    case 'CancelRequested':
      return trans.__('Cancelling');
    case 'NotResponding':
      return trans.__('Not responding');
    default:
      return trans.__(status);
  }
}
