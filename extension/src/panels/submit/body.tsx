import type { TranslationBundle } from '@jupyterlab/translation';
import type { ApiError, Parameter, WorkspaceInfo } from '@carry-ml/bridge';
import type { ReactNode } from 'react';
import { FaultBoundary } from '../../parts/fault-boundary.js';
import { Notice } from '../../parts/notice.js';
import { useFormModel } from '../../parts/use-model.js';
import { DataParameter } from './data-parameter.js';
import type { SubmitModel } from './model.js';
import { footerReason } from './obstacle.js';
import { MissingNotices } from './missing-notices.js';
import { optionPlaces, OptionsForm } from './options-form.js';
import { ParameterInput } from './parameter-input.js';
import { SweepOptions } from './sweep-options.js';
import { TargetForm } from './target-form.js';
import { UploadPreview } from './upload-preview.js';

interface Props {
  model: SubmitModel;
  trans: TranslationBundle;
}

interface BodyProps extends Props {
  /** Shows the submit as code of other tools. */
  onShowAs: () => void;
}

/** The form that submits the notebook on screen. */
export function SubmitBody({ model, onShowAs, trans }: BodyProps): ReactNode {
  useFormModel(model);
  if (model.path === null) {
    return (
      <div className="carry-Empty">
        <p>{trans.__('No notebook is open.')}</p>
        <p>{trans.__('Open a notebook, and its parameters appear here.')}</p>
      </div>
    );
  }
  return (
    <form
      className="carry-Submit"
      onSubmit={event => {
        event.preventDefault();
        void model.submit();
      }}
    >
      <div className="carry-Scroll">
        <FaultBoundary part={trans.__('The destination')} trans={trans}>
          <Destination model={model} trans={trans} />
        </FaultBoundary>
        {model.notebookError && <Notice kind="error">{model.notebookError.message}</Notice>}
        {model.info && (
          <>
            <FaultBoundary part={trans.__('The form of the parameters')} trans={trans}>
              <Parameters model={model} trans={trans} />
              <SweepOptions sweep={model.sweep} trans={trans} />
            </FaultBoundary>
            <FaultBoundary part={trans.__('The choice of the compute')} trans={trans}>
              <TargetForm model={model} trans={trans} />
            </FaultBoundary>
            <FaultBoundary part={trans.__('The options')} trans={trans}>
              <OptionsForm model={model} trans={trans} />
            </FaultBoundary>
            <FaultBoundary part={trans.__('The upload preview')} trans={trans}>
              <UploadPreview
                snapshot={model.info.snapshot}
                notebook={model.info.path}
                error={model.notebook.excludeError}
                onExclude={path => model.exclude(path)}
                trans={trans}
              />
              <MissingNotices
                missing={model.info.missing}
                options={model.options}
                onAddVariable={name => {
                  model.addVariable(name);
                }}
                trans={trans}
              />
            </FaultBoundary>
          </>
        )}
      </div>
      <Footer model={model} onShowAs={onShowAs} trans={trans} />
    </form>
  );
}

function Footer({ model, onShowAs, trans }: BodyProps): ReactNode {
  const { submitError, step } = model;
  const reason = footerReason(model, trans);
  return (
    <div className="carry-Footer">
      {reason !== null && (
        <div id="carry-submit-reason">
          <Notice kind="info">{reason}</Notice>
        </div>
      )}
      {submitError && reason === null && !isAtField(model) && (
        <Notice kind="error">{errorText(submitError, trans)}</Notice>
      )}
      <button
        type="submit"
        className="carry-Button carry-mod-primary"
        disabled={!model.canSubmit}
        aria-describedby={reason === null ? undefined : 'carry-submit-reason'}
      >
        {step === 'saving' && trans.__('Saving the notebook…')}
        {step === 'submitting' && trans.__('Submitting…')}
        {(step === null || step === 'naming') && submitLabel(model, trans)}
      </button>
      {model.info && (
        <button type="button" className="carry-Link carry-Footer-showAs" onClick={onShowAs}>
          {trans.__('Show as YAML, az ml, TypeScript or Python…')}
        </button>
      )}
    </div>
  );
}

function submitLabel({ sweep }: SubmitModel, trans: TranslationBundle): string {
  const { varied, runs } = sweep;
  return varied.length === 0 || runs === null
    ? trans.__('Submit')
    : trans._n('Submit %1 run', 'Submit %1 runs', runs);
}

function errorText({ code, message }: ApiError, trans: TranslationBundle): string {
  switch (code) {
    case 'SaveFailed':
      return trans.__('The notebook could not be saved, so nothing was submitted. %1', message);
    case 'RenameFailed':
      return trans.__('The notebook could not be renamed, so nothing was submitted. %1', message);
    default:
      return message;
  }
}

function Destination({ model, trans }: Props): ReactNode {
  const name = model.path?.split('/').at(-1) ?? '';
  const { workspace, workspaceError, kernelName } = model;
  return (
    <div className="carry-Destination">
      <div className="carry-Destination-notebook" title={model.path ?? ''}>
        {name}
      </div>
      <div className="carry-Destination-workspace">
        {kernelName !== null && <span className="carry-Chip">{kernelName}</span>}
        <span aria-hidden="true">→</span>
        {workspace ? (
          <span className={`carry-Chip carry-mod-${workspace.kind}`}>
            {workspaceLabel(workspace, trans)}
          </span>
        ) : (
          <span className="carry-mod-faint">
            {workspaceError ? trans.__('no workspace') : trans.__('Connecting to the workspace…')}
          </span>
        )}
      </div>
      {workspaceError && <Notice kind="error">{workspaceError.message}</Notice>}
    </div>
  );
}

function Parameters({ model, trans }: Props): ReactNode {
  const { fields } = model;
  const edited = fields.some(field => model.edited(field));
  return (
    <section className="carry-Section" aria-label={trans.__('Parameters')}>
      <div className="carry-Section-head">
        <h3 className="carry-Section-title">{trans.__('Parameters')}</h3>
        {edited && (
          <button
            type="button"
            className="carry-Link"
            onClick={() => {
              model.reset();
            }}
          >
            {trans.__('Reset')}
          </button>
        )}
      </div>
      <NoParameters model={model} trans={trans} />
      {fields.map(field => (
        <ParameterField key={field.name} model={model} field={field} trans={trans} />
      ))}
    </section>
  );
}

function ParameterField({ model, field, trans }: Props & { field: Parameter }): ReactNode {
  const data = model.dataOf(field);
  if (data !== null) return <DataParameter name={field.name} data={data} trans={trans} />;
  return (
    <ParameterInput
      field={field}
      value={model.value(field)}
      edited={model.edited(field)}
      problem={model.problem(field)}
      sweep={model.sweep}
      trans={trans}
      onType={value => {
        model.type(field, value);
      }}
    />
  );
}

function NoParameters({ model, trans }: Props): ReactNode {
  const cell = model.info?.parametersCell;
  if (cell === 'empty') {
    return (
      <p className="carry-Hint">
        {trans.__('The cell tagged “parameters” sets no variable that can be changed here.')}
      </p>
    );
  }
  if (cell === 'none') {
    return (
      <>
        <p className="carry-Hint">
          {trans.__('To change variables here, select the cell that sets them.')}
        </p>
        <button
          type="button"
          className="carry-Button"
          disabled={model.isParametersCell() === null}
          onClick={() => {
            model.toggleParametersCell();
          }}
        >
          {trans.__('Use the selected cell as parameters')}
        </button>
      </>
    );
  }
  return null;
}

function workspaceLabel(workspace: WorkspaceInfo, trans: TranslationBundle): string {
  const { kind, name, resourceGroup } = workspace;
  return kind === 'local'
    ? trans.__('Local workspace on this machine')
    : trans.__('Azure workspace %1 in %2', name, resourceGroup);
}

/** True if the error is about a parameter or an option: then it is shown at that field. */
function isAtField({ submitError, fields, options }: SubmitModel): boolean {
  const target = submitError?.target;
  if (target === undefined) return false;
  return fields.some(({ name }) => name === target) || optionPlaces(options).includes(target);
}
