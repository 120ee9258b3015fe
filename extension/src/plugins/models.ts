import type { JupyterFrontEnd, JupyterFrontEndPlugin } from '@jupyterlab/application';
import { Dialog, ICommandPalette, InputDialog, showDialog } from '@jupyterlab/apputils';
import { ISettingRegistry } from '@jupyterlab/settingregistry';
import { ITranslator, nullTranslator, type TranslationBundle } from '@jupyterlab/translation';
import { CommandIDs, DOMAIN, NO_ARGUMENTS } from '../commands.js';
import { carryIcon } from '../icons.js';
import { MODELS_PANEL, modelsPanel } from '../panels/models/index.js';
import type { ModelActions } from '../panels/models/model-actions.js';
import { modelPage } from '../panels/models/model-page.js';
import { ModelsModel } from '../panels/models/model.js';
import { MODELS_DEFAULTS } from '../settings.js';
import { JOBS_PANEL } from '../panels/jobs/index.js';
import { keepChoice, storedChoice } from '../parts/keep-choice.js';
import { saveAs } from '../parts/save-as.js';
import { UserSettings } from '../parts/user-settings.js';
import { ICarryJobs, ICarryService, ICarrySidebar } from '../tokens.js';

const ID = 'jupyterlab-carry:models';

/** Adds the Models panel, and registers models from runs. */
export const modelsPlugin: JupyterFrontEndPlugin<void> = {
  id: ID,
  description: 'Lists registered models and registers them from runs.',
  autoStart: true,
  requires: [ICarryService, ICarrySidebar, ICarryJobs],
  optional: [ICommandPalette, ISettingRegistry, ITranslator],
  activate: (
    app: JupyterFrontEnd,
    service: ICarryService,
    sidebar: ICarrySidebar,
    jobs: ICarryJobs,
    palette: ICommandPalette | null,
    registry: ISettingRegistry | null,
    translator: ITranslator | null
  ) => {
    const trans = (translator ?? nullTranslator).load(DOMAIN);
    const model = new ModelsModel(service, new UserSettings(MODELS_DEFAULTS, registry, ID));
    const openedVersion = `jupyterlab-carry:model:${app.serviceManager.serverSettings.baseUrl}`;
    const [name, version] = (storedChoice(openedVersion) ?? '').split('\n');
    if (name && version) void model.open(name, version);
    keepChoice(model, openedVersion, ({ selected }) =>
      selected ? `${selected.name}\n${selected.version}` : null
    );
    const actions: ModelActions = {
      // The id of a job's run is the name of the job.
      showRun: run => {
        jobs.select(run);
        sidebar.show(JOBS_PANEL);
      },
      fileUrl: path => {
        const { name = '', version = '' } = model.selected ?? {};
        return service.modelFileUrl(name, version, path);
      },
      pageOf: address => modelPage(address, window.location.hostname),
      open: path => void openFile(app, model, path),
      download: path => void downloadCopy(app, model, path),
      deleteVersion: () => void confirmDeleteVersion(model, trans),
      deleteModel: name => void confirmDeleteModel(model, name, trans)
    };
    sidebar.add(modelsPanel(model, actions, trans), 30);
    jobs.registerRequested.connect((_, job) => {
      sidebar.show(MODELS_PANEL);
      void model.beginRegister(job);
    });
    app.commands.addCommand(CommandIDs.showModels, {
      label: trans.__('Show Models'),
      icon: carryIcon,
      describedBy: NO_ARGUMENTS,
      execute: () => {
        sidebar.show(MODELS_PANEL);
      }
    });
    palette?.addItem({ command: CommandIDs.showModels, category: trans.__('Carry') });
  }
};

async function openFile(app: JupyterFrontEnd, model: ModelsModel, path: string): Promise<void> {
  const copy = await model.selected?.open(path);
  if (copy) await app.commands.execute('docmanager:open', { path: copy });
}

async function downloadCopy(app: JupyterFrontEnd, model: ModelsModel, path: string): Promise<void> {
  const copy = await model.selected?.open(path);
  if (!copy) return;
  const url = await app.serviceManager.contents.getDownloadUrl(copy);
  saveAs(url, copy.slice(copy.lastIndexOf('/') + 1));
}

async function confirmDeleteVersion(model: ModelsModel, trans: TranslationBundle): Promise<void> {
  const { selected } = model;
  if (!selected) return;
  const { name, version } = selected;
  const { button } = await showDialog({
    title: trans.__('Delete this version?'),
    body: trans.__(
      'Version %1 of “%2” is deleted for good. The files of its run are kept.',
      version,
      name
    ),
    buttons: [Dialog.cancelButton(), Dialog.warnButton({ label: trans.__('Delete') })],
    // Enter, pressed in haste, loses nothing.
    defaultButton: 0
  });
  if (button.accept && model.selected === selected) await model.deleteVersion();
}

/** Asks for the name of the model, which the user has to type. */
async function confirmDeleteModel(
  model: ModelsModel,
  name: string,
  trans: TranslationBundle
): Promise<void> {
  const { button, value } = await InputDialog.getText({
    title: trans.__('Delete “%1”?', name),
    label: await deletionText(model, name, trans),
    placeholder: name,
    required: true,
    okLabel: trans.__('Delete')
  });
  if (button.accept) await model.deleteModel(name, value ?? '');
}

/** Says what is deleted: the versions, and the aliases by name, since other programs may use them. */
async function deletionText(
  model: ModelsModel,
  name: string,
  trans: TranslationBundle
): Promise<string> {
  await model.refresh();
  const versions = model.versions.get(name) ?? [];
  const aliases = versions.flatMap(version => version.aliases.map(alias => `@${alias}`));
  const what = trans._n(
    '%1 version is deleted for good.',
    '%1 versions are deleted for good.',
    versions.length
  );
  const warning =
    aliases.length === 0 ? '' : trans.__('Programs may use its aliases: %1.', aliases.join(', '));
  return [what, warning, trans.__('Type the name of the model to delete it.')]
    .filter(part => part !== '')
    .join(' ');
}
