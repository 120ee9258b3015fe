import { ReactWidget } from '@jupyterlab/ui-components';
import type { TranslationBundle } from '@jupyterlab/translation';
import type { ReactElement } from 'react';
import { RunsBody } from './body.js';
import type { RunsModel } from './model.js';
import type { RunActions } from './run-actions.js';

export const RUNS_PANEL = 'carry-runs';

/** The Runs panel. */
export class RunsPanel extends ReactWidget {
  constructor(
    private readonly model: RunsModel,
    private readonly actions: RunActions,
    private readonly trans: TranslationBundle
  ) {
    super();
    this.id = RUNS_PANEL;
    this.title.label = trans.__('Runs');
    this.addClass('carry-Panel');
  }

  override dispose(): void {
    if (this.isDisposed) return;
    this.model.dispose();
    super.dispose();
  }

  protected override render(): ReactElement {
    return <RunsBody model={this.model} actions={this.actions} trans={this.trans} />;
  }
}
