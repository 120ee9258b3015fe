import { ReactWidget } from '@jupyterlab/ui-components';
import type { TranslationBundle } from '@jupyterlab/translation';
import type { ReactElement } from 'react';
import type { SidebarSettings } from './settings.js';

/** Says once what the sidebar does, to a user who has not seen it; the setting shows it again. */
export class Introduction extends ReactWidget {
  constructor(
    private readonly settings: SidebarSettings,
    private readonly trans: TranslationBundle,
    private readonly onStart: () => void
  ) {
    super();
    this.addClass('carry-Introduction');
    settings.changed.connect(this._onSettings, this);
    this._onSettings();
  }

  protected override render(): ReactElement {
    const { trans } = this;
    return (
      <section aria-label={trans.__('Introduction')}>
        <p>
          {trans.__(
            'Carry runs the open notebook as a job that goes on when you close the browser. Follow it in Runs, and register its model in Models.'
          )}
        </p>
        <div className="carry-Job-actions">
          <button
            type="button"
            className="carry-Button carry-mod-primary"
            onClick={() => {
              this.dismiss();
              this.onStart();
            }}
          >
            {trans.__('Submit a notebook')}
          </button>
          <button
            type="button"
            className="carry-Button"
            onClick={() => {
              this.dismiss();
            }}
          >
            {trans.__('Got it')}
          </button>
        </div>
      </section>
    );
  }

  private dismiss(): void {
    void this.settings.set('showIntroduction', false);
  }

  private _onSettings(): void {
    this.setHidden(!this.settings.values.showIntroduction);
  }
}
