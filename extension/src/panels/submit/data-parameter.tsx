import type { TranslationBundle } from '@jupyterlab/translation';
import type { ReactNode } from 'react';

/** A parameter that gets the path of a data asset, which is chosen under “Options”. */
export function DataParameter(props: {
  name: string;
  data: string;
  trans: TranslationBundle;
}): ReactNode {
  const { name, data, trans } = props;
  return (
    <div className="carry-Field">
      <div className="carry-Field-label carry-Field-name">{name}</div>
      <div className="carry-Field-help">{trans.__('the path of the data asset %1', data)}</div>
    </div>
  );
}
