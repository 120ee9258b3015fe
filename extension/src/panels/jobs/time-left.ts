import type { TranslationBundle } from '@jupyterlab/translation';
import type { Estimate } from '@carry-ml/bridge';

const MINUTE_MS = 60_000;

/** Says about how long a run still takes, no more precisely than earlier runs can tell. */
export function timeLeft({ endsAt }: Estimate, now: number, trans: TranslationBundle): string {
  const minutes = (Date.parse(endsAt) - now) / MINUTE_MS;
  if (minutes <= 0) return trans.__('longer than usual');
  if (minutes < 0.75) return trans.__('less than a minute left');
  if (minutes < 10) return trans.__('about %1 min left', Math.round(minutes));
  if (minutes < 57.5) return trans.__('about %1 min left', 5 * Math.round(minutes / 5));
  return trans.__('about %1 h left', Math.round(minutes / 30) / 2);
}

/** Says what the estimate is from. */
export function estimateSource({ runs }: Estimate, trans: TranslationBundle): string {
  return trans._n(
    'From %1 earlier run of this notebook',
    'From %1 earlier runs of this notebook',
    runs
  );
}
