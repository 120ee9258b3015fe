import type { JupyterFrontEnd, JupyterFrontEndPlugin } from '@jupyterlab/application';
import { IStatusBar } from '@jupyterlab/statusbar';
import { ITranslator, nullTranslator, type TranslationBundle } from '@jupyterlab/translation';
import { ReactWidget } from '@jupyterlab/ui-components';
import type { ReactElement, ReactNode } from 'react';
import { CommandIDs, DOMAIN } from '../commands.js';
import { useModel } from '../parts/use-model.js';
import { ICarryRuns } from '../tokens.js';

/** How many runs are under way, in the status bar. */
export const statusPlugin: JupyterFrontEndPlugin<void> = {
  id: 'jupyterlab-carry:status',
  description: 'Counts unfinished runs in the status bar.',
  autoStart: true,
  requires: [ICarryRuns, IStatusBar],
  optional: [ITranslator],
  activate: (
    app: JupyterFrontEnd,
    runs: ICarryRuns,
    statusBar: IStatusBar,
    translator: ITranslator | null
  ) => {
    const trans = (translator ?? nullTranslator).load(DOMAIN);
    const onClick = (): void => void app.commands.execute(CommandIDs.showRuns);
    statusBar.registerStatusItem('jupyterlab-carry:status', {
      item: new RunCount(runs, trans, onClick),
      align: 'left',
      rank: 20,
      isActive: () => unfinished(runs) > 0,
      activeStateChanged: runs.changed
    });
  }
};

function unfinished(runs: ICarryRuns): number {
  return runs.runs.filter(({ finished }) => !finished).length;
}

class RunCount extends ReactWidget {
  constructor(
    private readonly runs: ICarryRuns,
    private readonly trans: TranslationBundle,
    private readonly onClick: () => void
  ) {
    super();
    this.addClass('carry-Status');
  }

  protected override render(): ReactElement {
    return <Count runs={this.runs} trans={this.trans} onClick={this.onClick} />;
  }
}

function Count(props: {
  runs: ICarryRuns;
  trans: TranslationBundle;
  onClick: () => void;
}): ReactNode {
  useModel(props.runs);
  const count = unfinished(props.runs);
  return (
    <button type="button" className="carry-Status-count" onClick={props.onClick}>
      {props.trans._n('Carry: %1 run', 'Carry: %1 runs', count)}
    </button>
  );
}
