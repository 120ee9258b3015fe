import type { TranslationBundle } from '@jupyterlab/translation';
import type { ModelDeployment, ModelVersionDetail } from '@carry-ml/bridge';
import type { ReactNode } from 'react';
import type { ModelActions } from './model-actions.js';

interface Props {
  detail: ModelVersionDetail;
  actions: Pick<ModelActions, 'showRun' | 'pageOf'>;
  trans: TranslationBundle;
}

/** The way of a model: the run that it came from, this version, and the endpoints that serve it. */
export function LineageStrip({ detail, actions, trans }: Props): ReactNode {
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
              actions.showRun(run);
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
          <Endpoints deployments={deployments.found} actions={actions} trans={trans} />
        )}
      </li>
    </ol>
  );
}

function Endpoints(props: {
  deployments: readonly ModelDeployment[];
  actions: Pick<ModelActions, 'pageOf'>;
  trans: TranslationBundle;
}): ReactNode {
  const { deployments, actions, trans } = props;
  if (deployments.length === 0) return <span>{trans.__('not deployed')}</span>;
  return deployments.map(({ endpoint, deployment, traffic, page = '' }) => {
    const key = `${endpoint}/${deployment}`;
    const title = trans.__('Deployment %1', deployment);
    const text = traffic === undefined ? endpoint : trans.__('%1 (%2 %)', endpoint, traffic);
    const address = actions.pageOf(page);
    if (address === null) {
      return (
        <span key={key} title={title}>
          {text}
        </span>
      );
    }
    return (
      <a
        key={key}
        className="carry-Link"
        title={title}
        href={address}
        target="_blank"
        rel="noopener noreferrer"
      >
        {text}
      </a>
    );
  });
}
