import type { JupyterFrontEnd, JupyterFrontEndPlugin } from '@jupyterlab/application';
import { Dialog, ICommandPalette, Notification, showDialog } from '@jupyterlab/apputils';
import { ISettingRegistry } from '@jupyterlab/settingregistry';
import { ITranslator, nullTranslator, type TranslationBundle } from '@jupyterlab/translation';
import type { RunSummary } from '@carry-ml/bridge';
import { CommandIDs, DOMAIN } from '../commands.js';
import { carryIcon } from '../icons.js';
import { RUNS_PANEL, runsPanel } from '../panels/runs/index.js';
import { RunsModel } from '../panels/runs/model.js';
import { ICarryRuns, ICarryService, ICarrySidebar } from '../tokens.js';

const ID = 'jupyterlab-carry:runs';

/** The Runs panel, and the notification when a run has ended. */
export const runsPlugin: JupyterFrontEndPlugin<ICarryRuns> = {
  id: ID,
  description: 'Lists runs and follows them live.',
  autoStart: true,
  provides: ICarryRuns,
  requires: [ICarryService, ICarrySidebar],
  optional: [ICommandPalette, ISettingRegistry, ITranslator],
  activate: (
    app: JupyterFrontEnd,
    service: ICarryService,
    sidebar: ICarrySidebar,
    palette: ICommandPalette | null,
    settings: ISettingRegistry | null,
    translator: ITranslator | null
  ) => {
    const trans = (translator ?? nullTranslator).load(DOMAIN);
    const model = new RunsModel(service);
    const actions = {
      cancel: () => void confirmCancel(model, trans),
      open: (path?: string) => void openFile(app, model, path)
    };
    sidebar.add(runsPanel(model, actions, trans), 20);
    app.commands.addCommand(CommandIDs.showRuns, {
      label: trans.__('Show Runs'),
      icon: carryIcon,
      execute: () => {
        sidebar.show(RUNS_PANEL);
      }
    });
    palette?.addItem({ command: CommandIDs.showRuns, category: trans.__('Carry') });

    const notifier = new EndNotifier(trans, run => {
      model.select(run);
      sidebar.show(RUNS_PANEL);
    });
    void settings?.load(ID).then(loaded => {
      notifier.follow(loaded);
    });
    model.finished.connect(notifier.onFinished, notifier);
    return model;
  }
};

/** Says that a run has ended, unless the user does not want to hear of it. */
class EndNotifier {
  private wanted = true;

  constructor(
    private readonly trans: TranslationBundle,
    private readonly show: (run: string) => void
  ) {}

  follow(settings: ISettingRegistry.ISettings): void {
    settings.changed.connect(this._onSettings, this);
    this._onSettings(settings);
  }

  onFinished(_: unknown, run: RunSummary): void {
    if (!this.wanted) return;
    const { displayName, status, reason, name } = run;
    const label = this.trans.__('Show run');
    const actions = [
      {
        label,
        callback: () => {
          this.show(name);
        }
      }
    ];
    if (status === 'Completed') {
      Notification.success(this.trans.__('“%1” has completed.', displayName), { actions });
    } else if (status === 'Failed') {
      const why = reason ?? this.trans.__('No reason is known.');
      Notification.error(this.trans.__('“%1” has failed. %2', displayName, why), { actions });
    }
  }

  private _onSettings(settings: ISettingRegistry.ISettings): void {
    this.wanted = settings.get('notifyOnEnd').composite !== false;
  }
}

async function confirmCancel(model: RunsModel, trans: TranslationBundle): Promise<void> {
  const run = model.selectedSummary;
  if (!run) return;
  const { button } = await showDialog({
    title: trans.__('Cancel this run?'),
    body: trans.__('“%1” stops where it is. What it has saved so far is kept.', run.displayName),
    buttons: [
      Dialog.cancelButton({ label: trans.__('Keep running') }),
      Dialog.warnButton({ label: trans.__('Cancel run') })
    ]
  });
  if (button.accept && model.selected?.name === run.name) await model.cancel();
}

async function openFile(app: JupyterFrontEnd, model: RunsModel, path?: string): Promise<void> {
  const copy = await model.open(path);
  if (copy !== null) await app.commands.execute('docmanager:open', { path: copy });
}
