import {
  ILayoutRestorer,
  type JupyterFrontEnd,
  type JupyterFrontEndPlugin
} from '@jupyterlab/application';
import { MainAreaWidget, WidgetTracker } from '@jupyterlab/apputils';
import { ITranslator, nullTranslator } from '@jupyterlab/translation';
import type { ReadonlyPartialJSONObject } from '@lumino/coreutils';
import { ChartSettings } from '../charts/chart-settings.js';
import { CommandIDs, DOMAIN } from '../commands.js';
import { carryIcon } from '../icons.js';
import { comparePanel } from '../panels/compare/index.js';
import { CompareModel } from '../panels/compare/model.js';
import { JOBS_PANEL } from '../panels/jobs/index.js';
import type { ModelPanel } from '../parts/model-panel.js';
import { browserStorage } from '../parts/browser-storage.js';
import { ICarryJobs, ICarryService, ICarrySidebar } from '../tokens.js';

type Page = MainAreaWidget<ModelPanel>;

/** Compares runs on a page of the main area. */
export const comparePlugin: JupyterFrontEndPlugin<void> = {
  id: 'jupyterlab-carry:compare',
  description: 'Compares runs on a page of the main area.',
  autoStart: true,
  requires: [ICarryService, ICarrySidebar, ICarryJobs],
  optional: [ILayoutRestorer, ITranslator],
  activate: (
    app: JupyterFrontEnd,
    service: ICarryService,
    sidebar: ICarrySidebar,
    jobs: ICarryJobs,
    restorer: ILayoutRestorer | null,
    translator: ITranslator | null
  ) => {
    const trans = (translator ?? nullTranslator).load(DOMAIN);
    const pages = new WidgetTracker<Page>({ namespace: 'carry-compare' });
    const compared = new WeakMap<Page, readonly string[]>();
    const show = (run: string): void => {
      jobs.select(run);
      sidebar.show(JOBS_PANEL);
    };
    const open = (runs: readonly string[]): Page => {
      const model = new CompareModel(service, runs, () => content.isVisible && !document.hidden);
      const content = comparePanel(model, new ChartSettings(browserStorage), show, trans);
      const page = new MainAreaWidget({ content });
      page.id = `${content.id}-page`;
      page.toolbar.hide();
      page.title.icon = carryIcon;
      page.title.caption = runs.join('\n');
      compared.set(page, runs);
      void pages.add(page);
      app.shell.add(page, 'main');
      void model.follow();
      return page;
    };
    app.commands.addCommand(CommandIDs.compare, {
      label: trans.__('Compare Runs'),
      icon: carryIcon,
      describedBy: {
        args: {
          type: 'object',
          properties: {
            runs: {
              type: 'array',
              items: { type: 'string' },
              description: trans.__('The ids of two to ten runs')
            }
          },
          required: ['runs']
        }
      },
      execute: args => {
        const runs = runsOf(args);
        const same = pages.find(page => String(compared.get(page)) === String(runs));
        app.shell.activateById((same ?? open(runs)).id);
      }
    });
    void restorer?.restore(pages, {
      command: CommandIDs.compare,
      args: page => ({ runs: [...(compared.get(page) ?? [])] }),
      name: page => page.id
    });
  }
};

function runsOf({ runs }: ReadonlyPartialJSONObject): string[] {
  return Array.isArray(runs) ? [...new Set(runs.map(String))] : [];
}
