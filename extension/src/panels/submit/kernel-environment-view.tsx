import type { TranslationBundle } from '@jupyterlab/translation';
import type { ReactNode } from 'react';
import { Notice } from '../../parts/notice.js';
import type { KernelEnvironment } from './kernel-environment.js';

/** How many warnings are shown. */
const SHOWN = 10;

/** The packages that the job gets from the kernel, and those that it does not get. */
export function KernelEnvironmentView(props: {
  environment: KernelEnvironment;
  trans: TranslationBundle;
}): ReactNode {
  const { environment, trans } = props;
  const { info, error } = environment;
  const again = (
    <button type="button" className="carry-Link" onClick={() => void environment.read()}>
      {trans.__('Read them again')}
    </button>
  );
  if (error) {
    return (
      <Notice kind="error">
        {error.message} {again}
      </Notice>
    );
  }
  if (!info) return <p className="carry-Hint">{trans.__('Asking the kernel for its packages…')}</p>;
  const { packages, condaFile, warnings } = info;
  const rest = warnings.length - SHOWN;
  return (
    <>
      <details className="carry-KernelEnvironment">
        <summary>{trans._n('%1 package', '%1 packages', packages)}</summary>
        <pre className="carry-ShowAs-text" tabIndex={0}>
          {condaFile}
        </pre>
        {again}
      </details>
      {warnings.slice(0, SHOWN).map(warning => (
        <Notice key={warning} kind="warning">
          {warning}
        </Notice>
      ))}
      {rest > 0 && <p className="carry-Hint">{trans._n('and %1 more', 'and %1 more', rest)}</p>}
    </>
  );
}
