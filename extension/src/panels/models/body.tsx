import type { TranslationBundle } from '@jupyterlab/translation';
import type { ReactNode } from 'react';
import { FaultBoundary } from '../../parts/fault-boundary.js';
import { Notice } from '../../parts/notice.js';
import { useModel } from '../../parts/use-model.js';
import type { ModelActions } from './model-actions.js';
import { ModelListView } from './model-list-view.js';
import type { ModelsModel } from './model.js';
import { RegisterFormView } from './register-form.js';
import { VersionView } from './version-view.js';

interface Props {
  model: ModelsModel;
  actions: ModelActions;
  trans: TranslationBundle;
}

/** Registered models with their versions and the form that registers one, or one version in detail. */
export function ModelsBody(props: Props): ReactNode {
  const { model, actions, trans } = props;
  useModel(model);
  const { form, registered, selected } = model;
  if (selected) {
    const key = `${selected.name}:${selected.version}`;
    return <VersionView key={key} model={model} one={selected} actions={actions} trans={trans} />;
  }
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
        {model.actionError && <Notice kind="error">{model.actionError.message}</Notice>}
        <FaultBoundary part={trans.__('The list of models')} trans={trans}>
          <ModelListView {...props} />
        </FaultBoundary>
      </div>
    </div>
  );
}
