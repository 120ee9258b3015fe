import type { TranslationBundle } from '@jupyterlab/translation';
import type { ModelSummary, ModelVersionInfo } from '@carry-ml/bridge';
import type { ReactNode } from 'react';
import { FaultBoundary } from '../../parts/fault-boundary.js';
import { moment } from '../../parts/moment.js';
import { Notice } from '../../parts/notice.js';
import { useModel } from '../../parts/use-model.js';
import type { ModelsModel } from './model.js';
import { RegisterFormView } from './register-form.js';

interface Props {
  model: ModelsModel;
  trans: TranslationBundle;
  /** Shows a run in the Runs panel. */
  onShowRun: (run: string) => void;
}

/** Registered models, their versions, and the form that registers a version. */
export function ModelsBody(props: Props): ReactNode {
  const { model, trans } = props;
  useModel(model);
  const { form, registered } = model;
  return (
    <div className="carry-Models">
      <div className="carry-Scroll">
        {form && (
          <FaultBoundary part={trans.__('The form')} trans={trans}>
            <RegisterFormView model={model} form={form} trans={trans} />
          </FaultBoundary>
        )}
        {!form && registered && (
          <Notice kind="info">
            {trans.__('Registered “%1” as version %2.', registered.name, registered.version)}
          </Notice>
        )}
        {model.error && <Notice kind="error">{model.error.message}</Notice>}
        <FaultBoundary part={trans.__('The list of models')} trans={trans}>
          <List {...props} />
        </FaultBoundary>
      </div>
    </div>
  );
}

function List(props: Props): ReactNode {
  const { model, trans } = props;
  const { models } = model;
  if (models === null) {
    return model.error ? null : <p className="carry-Hint">{trans.__('Loading the models…')}</p>;
  }
  if (models.length === 0) {
    return model.form ? null : (
      <div className="carry-Empty">
        <p>{trans.__('No model is registered yet.')}</p>
        <p>{trans.__('Select a completed run in Runs and choose “Register model…”.')}</p>
      </div>
    );
  }
  return (
    <ul className="carry-ModelList" aria-label={trans.__('Registered models')}>
      {models.map(one => (
        <li key={one.name}>
          <FaultBoundary part={trans.__('The model “%1”', one.name)} trans={trans}>
            <ModelItem {...props} summary={one} />
          </FaultBoundary>
        </li>
      ))}
    </ul>
  );
}

function ModelItem(props: Props & { summary: ModelSummary }): ReactNode {
  const { model, summary, trans } = props;
  const versions = model.versions.get(summary.name);
  const open = versions !== undefined;
  return (
    <>
      <button
        type="button"
        className="carry-ModelLine"
        aria-expanded={open}
        onClick={() => void model.toggle(summary.name)}
      >
        <span className="carry-ModelLine-caret" aria-hidden="true" />
        <span className="carry-ModelLine-name">{summary.name}</span>
        {summary.latestVersion !== null && (
          <span className="carry-Chip">{trans.__('version %1', summary.latestVersion)}</span>
        )}
      </button>
      {open && (
        <ul className="carry-VersionList">
          {versions.map(version => (
            <VersionItem key={version.version} {...props} version={version} />
          ))}
        </ul>
      )}
    </>
  );
}

function VersionItem(props: Props & { version: ModelVersionInfo }): ReactNode {
  const { version, trans, onShowRun } = props;
  const { run } = version;
  return (
    <li className="carry-Version">
      <span className="carry-Version-number">{version.version}</span>
      <span className="carry-mod-faint">{version.createdAt ? moment(version.createdAt) : ''}</span>
      {run !== null && (
        <button
          type="button"
          className="carry-Link"
          title={run}
          onClick={() => {
            onShowRun(run);
          }}
        >
          {trans.__('Show run')}
        </button>
      )}
      {version.description !== '' && (
        <p className="carry-Version-description">{version.description}</p>
      )}
    </li>
  );
}
