import type { TranslationBundle } from '@jupyterlab/translation';
import type { ModelDeployment, ModelVersionDetail } from '@carry-ml/bridge';
import type { ReactNode } from 'react';

interface Props {
  detail: ModelVersionDetail;
  onShowRun: (run: string) => void;
  trans: TranslationBundle;
}

/** The way of a model: the run that it came from, this version, and the endpoints that serve it. */
export function LineageStrip({ detail, onShowRun, trans }: Props): ReactNode {
  const { run, runName, deployments } = detail;
  return (
    <ol className="carry-Lineage" aria-label={trans.__('Lineage')}>
      <li>
        <span className="carry-Lineage-kind">{trans.__('Run')}</span>
        {run === null ? (
          <span>{trans.__('not recorded')}</span>
        ) : (
          <button
            type="button"
            className="carry-Link"
            title={trans.__('Show the run %1', run)}
            onClick={() => {
              onShowRun(run);
            }}
          >
            {runName ?? run}
          </button>
        )}
      </li>
      <li aria-current="true">
        <span className="carry-Lineage-kind">{trans.__('Model')}</span>
        <span>{trans.__('version %1', detail.version)}</span>
      </li>
      <li>
        <span className="carry-Lineage-kind">{trans.__('Endpoint')}</span>
        {deployments.found === null ? (
          <span title={deployments.error.message}>{trans.__('cannot be read')}</span>
        ) : (
          <Endpoints deployments={deployments.found} trans={trans} />
        )}
      </li>
    </ol>
  );
}

function Endpoints(props: {
  deployments: readonly ModelDeployment[];
  trans: TranslationBundle;
}): ReactNode {
  const { deployments, trans } = props;
  if (deployments.length === 0) return <span>{trans.__('not deployed')}</span>;
  return deployments.map(({ endpoint, deployment, traffic }) => (
    <span key={`${endpoint}/${deployment}`} title={trans.__('Deployment %1', deployment)}>
      {traffic === undefined ? endpoint : trans.__('%1 (%2 %)', endpoint, traffic)}
    </span>
  ));
}
