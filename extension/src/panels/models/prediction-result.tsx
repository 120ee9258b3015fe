import type { TranslationBundle } from '@jupyterlab/translation';
import type { PredictionResult } from '@carry-ml/bridge';
import type { ReactNode } from 'react';

/** What a model predicted; a screen reader announces it. */
export function PredictionResultView(props: {
  result: PredictionResult;
  trans: TranslationBundle;
}): ReactNode {
  const { result, trans } = props;
  const { text, confidence, seconds } = result;
  const facts = [
    confidence === null ? '' : trans.__('confidence %1 %', (100 * confidence).toFixed(1)),
    trans.__('%1 s', seconds.toFixed(1))
  ];
  return (
    <div role="status">
      <pre className="carry-Prediction" tabIndex={0} aria-label={trans.__('Prediction')}>
        {text}
      </pre>
      <div className="carry-mod-faint">{facts.filter(fact => fact !== '').join(' · ')}</div>
    </div>
  );
}
