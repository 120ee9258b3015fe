import type { TranslationBundle } from '@jupyterlab/translation';
import type { ModelSummary, ModelVersionInfo } from '@carry-ml/bridge';
import { useEffect, useRef, type ReactNode } from 'react';
import { FaultBoundary } from '../../parts/fault-boundary.js';
import { moment } from '../../parts/moment.js';
import { moveFocus } from '../../parts/move-focus.js';
import { metricNumber, numberText } from '../../parts/number-text.js';
import type { ModelActions } from './model-actions.js';
import type { ModelsModel } from './model.js';

interface Props {
  model: ModelsModel;
  actions: Pick<ModelActions, 'deleteModel'>;
  trans: TranslationBundle;
}

/** The registered models; one that is open lists its versions. Arrow keys move through the lines. */
export function ModelListView(props: Props): ReactNode {
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
    <ul
      className="carry-ModelList"
      aria-label={trans.__('Registered models')}
      onKeyDown={event => {
        moveFocus(event, '.carry-ModelLine, .carry-Version');
      }}
    >
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
  const { model, actions, summary, trans } = props;
  const { name, latestVersion } = summary;
  const versions = model.versions.get(name);
  const open = versions !== undefined;
  return (
    <>
      <button
        type="button"
        className="carry-ModelLine"
        aria-expanded={open}
        onClick={() => void model.toggle(name)}
      >
        <span className="carry-ModelLine-caret" aria-hidden="true" />
        <span className="carry-ModelLine-name">{name}</span>
        {latestVersion !== null && (
          <span className="carry-Chip">{trans.__('version %1', latestVersion)}</span>
        )}
      </button>
      {open && (
        <>
          <ul className="carry-VersionList" aria-label={trans.__('Versions of “%1”', name)}>
            {versions.map(version => (
              <li key={version.version}>
                <VersionLine model={model} version={version} trans={trans} />
              </li>
            ))}
          </ul>
          <button
            type="button"
            className="carry-Link carry-ModelList-delete"
            onClick={() => {
              actions.deleteModel(name);
            }}
          >
            {trans.__('Delete “%1”…', name)}
          </button>
        </>
      )}
    </>
  );
}

/** One version with its aliases and the metrics of its run; a click opens it. */
function VersionLine(props: {
  model: ModelsModel;
  version: ModelVersionInfo;
  trans: TranslationBundle;
}): ReactNode {
  const { model, version, trans } = props;
  const button = useRef<HTMLButtonElement>(null);
  const { focused } = model;
  const wasOpen = focused?.model === version.name && focused.version === version.version;
  useEffect(() => {
    // The version that was shown had the focus and is gone.
    if (wasOpen && document.activeElement === document.body) button.current?.focus();
    // Only when the list appears: later, the focus is where the user put it.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, []);
  const metrics = version.metrics?.slice(0, model.settings.values.listedMetrics) ?? [];
  return (
    <button
      ref={button}
      type="button"
      className="carry-Version"
      onClick={() => void model.open(version.name, version.version)}
    >
      <span className="carry-Version-number">{version.version}</span>
      <span className="carry-Version-marks">
        {version.aliases.map(alias => (
          <span key={alias} className="carry-Chip">
            @{alias}
          </span>
        ))}
        {version.isArchived && <span className="carry-Chip">{trans.__('archived')}</span>}
      </span>
      <span className="carry-mod-faint">{version.createdAt ? moment(version.createdAt) : ''}</span>
      {metrics.length > 0 && (
        <span className="carry-Version-metrics">
          {metrics.map(({ key, value }) => `${key} ${numberText(metricNumber(value))}`).join(' · ')}
        </span>
      )}
      {version.description !== '' && (
        <span className="carry-Version-description">{version.description}</span>
      )}
    </button>
  );
}
