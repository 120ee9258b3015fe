import { ReactWidget } from '@jupyterlab/ui-components';
import type { TranslationBundle } from '@jupyterlab/translation';
import type { Message } from '@lumino/messaging';
import type { ReactElement } from 'react';
import { ModelsBody } from './body.js';
import type { ModelsModel } from './model.js';

export const MODELS_PANEL = 'carry-models';

/** The Models panel; it reads the list anew whenever it comes to the front. */
export class ModelsPanel extends ReactWidget {
  constructor(
    private readonly model: ModelsModel,
    private readonly onShowRun: (run: string) => void,
    private readonly trans: TranslationBundle
  ) {
    super();
    this.id = MODELS_PANEL;
    this.title.label = trans.__('Models');
    this.addClass('carry-Panel');
  }

  override dispose(): void {
    if (this.isDisposed) return;
    this.model.dispose();
    super.dispose();
  }

  protected override onAfterShow(message: Message): void {
    super.onAfterShow(message);
    void this.model.refresh();
  }

  protected override render(): ReactElement {
    return <ModelsBody model={this.model} trans={this.trans} onShowRun={this.onShowRun} />;
  }
}
