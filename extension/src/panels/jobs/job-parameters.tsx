import type { TranslationBundle } from '@jupyterlab/translation';
import type { JobDetail } from '@carry-ml/bridge';
import type { ReactNode } from 'react';

/** The parameters of a run. */
export function JobParameters(props: {
  parameters: JobDetail['parameters'];
  trans: TranslationBundle;
}): ReactNode {
  const { parameters, trans } = props;
  if (parameters.length === 0) {
    return <p className="carry-Hint">{trans.__('This run has no parameters.')}</p>;
  }
  return (
    <div className="carry-Scroll">
      <table className="carry-Table">
        <thead>
          <tr>
            <th scope="col">{trans.__('Parameter')}</th>
            <th scope="col">{trans.__('Value')}</th>
          </tr>
        </thead>
        <tbody>
          {parameters.map(({ name, value }) => (
            <tr key={name}>
              <th scope="row">{name}</th>
              <td>{value}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
