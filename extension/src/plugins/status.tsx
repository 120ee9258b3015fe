import type { JupyterFrontEnd, JupyterFrontEndPlugin } from '@jupyterlab/application';
import { ISettingRegistry } from '@jupyterlab/settingregistry';
import { IStatusBar } from '@jupyterlab/statusbar';
import { ITranslator, nullTranslator, type TranslationBundle } from '@jupyterlab/translation';
import { ReactWidget } from '@jupyterlab/ui-components';
import { Signal } from '@lumino/signaling';
import type { ReactElement, ReactNode } from 'react';
import { CommandIDs, DOMAIN } from '../commands.js';
import { unfinishedJobs } from '../panels/jobs/unfinished-jobs.js';
import { useModel } from '../parts/use-model.js';
import { UserSettings } from '../parts/user-settings.js';
import { STATUS_DEFAULTS } from '../settings.js';
import { ICarryJobs } from '../tokens.js';

const ID = 'jupyterlab-carry:status';

/** Shows the number of unfinished runs in the status bar. Notebook 7 has none, so the plugin does nothing there. */
export const statusPlugin: JupyterFrontEndPlugin<void> = {
  id: ID,
  description: 'Counts unfinished runs in the status bar.',
  autoStart: true,
  requires: [ICarryJobs],
  optional: [IStatusBar, ISettingRegistry, ITranslator],
  activate: (
    app: JupyterFrontEnd,
    jobs: ICarryJobs,
    statusBar: IStatusBar | null,
    registry: ISettingRegistry | null,
    translator: ITranslator | null
  ) => {
    const trans = (translator ?? nullTranslator).load(DOMAIN);
    const onClick = (): void => void app.commands.execute(CommandIDs.showJobs);
    const settings = new UserSettings(STATUS_DEFAULTS, registry, ID);
    const changed = new Signal<object, void>({});
    for (const source of [jobs, settings]) {
      source.changed.connect(() => {
        changed.emit();
      });
    }
    statusBar?.registerStatusItem(ID, {
      item: new JobCount(jobs, trans, onClick),
      align: 'left',
      rank: 20,
      isActive: () => settings.values.showRunCount && unfinishedJobs(jobs.jobs).length > 0,
      activeStateChanged: changed
    });
  }
};

class JobCount extends ReactWidget {
  constructor(
    private readonly jobs: ICarryJobs,
    private readonly trans: TranslationBundle,
    private readonly onClick: () => void
  ) {
    super();
    this.addClass('carry-Status');
  }

  protected override render(): ReactElement {
    return <Count jobs={this.jobs} trans={this.trans} onClick={this.onClick} />;
  }
}

function Count(props: {
  jobs: ICarryJobs;
  trans: TranslationBundle;
  onClick: () => void;
}): ReactNode {
  useModel(props.jobs);
  const count = unfinishedJobs(props.jobs.jobs).length;
  return (
    <button type="button" className="carry-Status-count" onClick={props.onClick}>
      {props.trans._n('Carry: %1 run', 'Carry: %1 runs', count)}
    </button>
  );
}
