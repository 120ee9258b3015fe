import { ReactWidget } from '@jupyterlab/ui-components';
import type { TranslationBundle } from '@jupyterlab/translation';
import type { ReactElement } from 'react';
import { SubmitBody } from './body.js';
import type { SubmitModel } from './model.js';

export const SUBMIT_PANEL = 'carry-submit';

/** The Submit panel. */
export class SubmitPanel extends ReactWidget {
  constructor(
    private readonly model: SubmitModel,
    private readonly trans: TranslationBundle
  ) {
    super();
    this.id = SUBMIT_PANEL;
    this.title.label = trans.__('Submit');
    this.addClass('carry-Panel');
  }

  override dispose(): void {
    if (this.isDisposed) return;
    this.model.dispose();
    super.dispose();
  }

  protected override render(): ReactElement {
    return <SubmitBody model={this.model} trans={this.trans} />;
  }
}
