import { ReactWidget } from '@jupyterlab/ui-components';
import type { TranslationBundle } from '@jupyterlab/translation';
import type { Message } from '@lumino/messaging';
import type { ReactElement } from 'react';
import { FaultBoundary } from './fault-boundary.js';

export interface ModelPanelOptions {
  id: string;
  label: string;
  /** Disposed together with the panel. */
  model: { dispose: () => void };
  body: () => ReactElement;
  trans: TranslationBundle;
  /** Called each time the panel is shown. */
  onShow?: () => void;
}

/** A panel of the sidebar: the view of a model, which it owns. */
export class ModelPanel extends ReactWidget {
  constructor(private readonly options: ModelPanelOptions) {
    super();
    this.id = options.id;
    this.title.label = options.label;
    this.addClass('carry-Panel');
  }

  override dispose(): void {
    if (this.isDisposed) return;
    this.options.model.dispose();
    super.dispose();
  }

  protected override onAfterShow(message: Message): void {
    super.onAfterShow(message);
    this.options.onShow?.();
  }

  protected override render(): ReactElement {
    const { label, trans, body } = this.options;
    return (
      <FaultBoundary part={trans.__('The panel “%1”', label)} trans={trans}>
        {body()}
      </FaultBoundary>
    );
  }
}
