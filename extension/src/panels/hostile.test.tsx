import { Signal } from '@lumino/signaling';
import type { ReactElement } from 'react';
import { expect, it } from 'vitest';
import type { EventMessage } from '@carry-ml/bridge';
import { UserSettings } from '../parts/user-settings.js';
import { rendered, trans } from '../parts/rendered.test-support.js';
import { ChartSettings } from '../charts/chart-settings.js';
import { readComparison } from '../service/wire/compare-wire.js';
import { readEvent } from '../service/wire/event-wire.js';
import { listOf, textOrNull } from '../service/wire/fields.js';
import { spoiled } from '../service/wire/hostile.test-support.js';
import {
  readArtifact,
  readJob,
  readRunGroups,
  readRunPage,
  readSeries
} from '../service/wire/job-wire.js';
import { readChunk, readMatches } from '../service/wire/log-wire.js';
import {
  readModel,
  readRunModels,
  readVersion,
  readVersionDetail
} from '../service/wire/model-wire.js';
import {
  readCompute,
  readEnvironment,
  readNotebook,
  readWorkspace
} from '../service/wire/notebook-wire.js';
import type { ICarryService } from '../tokens.js';
import { CompareBody } from './compare/body.js';
import { CompareModel } from './compare/model.js';
import { JobsBody } from './jobs/body.js';
import { JobFiles } from './jobs/job-files.js';
import { JobHead } from './jobs/job-head.js';
import { JobLog } from './jobs/job-log.js';
import { JobMetrics } from './jobs/job-metrics.js';
import { JobParameters } from './jobs/job-parameters.js';
import { LogView } from './jobs/log-view.js';
import { JobsModel } from './jobs/model.js';
import { RUNS_DEFAULTS } from '../settings.js';
import { submittedRuns } from './jobs/submitted-runs.test-support.js';
import { ModelsBody } from './models/body.js';
import { modelPage } from './models/model-page.js';
import { ModelsModel } from './models/model.js';
import { SubmitBody } from './submit/body.js';
import { SubmitModel } from './submit/model.js';
import type { INotebookOnScreen, Renaming } from './submit/notebook-on-screen.js';

const job = {
  name: 'a',
  kind: 'job',
  displayName: 'a',
  experiment: 'e',
  compute: 'cpu',
  status: 'Failed',
  finished: true,
  reason: 'why',
  progress: {
    done: 1,
    of: 3,
    cell: 2,
    failedCell: 2,
    estimate: { endsAt: '2026-01-01T00:01:00Z', runs: 2 }
  },
  createdAt: '2026-01-01T00:00:00Z',
  startedAt: '2026-01-01T00:00:01Z',
  endedAt: '2026-01-01T00:00:02Z'
};
const detail = {
  ...job,
  notebook: 'a.ipynb',
  parameters: [{ name: 'p', value: '1' }],
  metrics: ['loss'],
  isPinned: true,
  cpuSeconds: 12.5,
  nodes: 2,
  error: 'ValueError',
  parent: 'p',
  children: {
    metric: 'loss',
    isHighBest: true,
    runs: [{ ...job, values: [{ name: 'lr', value: '1' }], metric: 2, isBest: true }]
  }
};
const series = [
  {
    key: 'loss',
    points: [
      [0, 1, 0],
      [1, 'NaN', 1],
      [2, 3, 2]
    ]
  },
  { key: 'val_loss', points: [[0, 'Infinity', 0]] }
];
const events: unknown[] = [
  { type: 'jobs', jobs: [job, { ...job, name: 'b', status: 'Running', finished: false }] },
  { type: 'job', job: detail },
  { type: 'log', job: 'a', start: 0, end: 4, text: 'abc\n' },
  { type: 'metrics', job: 'a', series },
  { type: 'trouble', about: 'job', error: { code: 'C', message: 'm', target: 't' } }
];
const logChunk = { text: 'ab\n', start: 0, end: 3 };
const logMatches = { count: 1, matches: [{ offset: 0, line: 1 }], end: 3, line: 2 };
const runPage = {
  runs: [
    {
      ...job,
      notebook: 'a.ipynb',
      isPinned: true,
      parameters: [{ name: 'p', value: '1' }],
      metrics: [{ key: 'loss', value: 'Infinity' }]
    },
    {
      ...job,
      name: 'b',
      kind: 'interactive',
      reason: null,
      notebook: 'a.ipynb',
      parameters: [{ name: 'p', value: '2' }],
      metrics: [{ key: 'loss', value: 1 }]
    }
  ],
  next: '100'
};
const runGroups = {
  groups: [
    { key: 'e', count: 2, unfinished: 1 },
    { key: '', count: 1, unfinished: 0 }
  ],
  isComplete: false
};
const compared = {
  ...detail,
  user: 'u',
  environment: 'e:1',
  kernel: 'k',
  commit: '1f3',
  isDeleted: false,
  tags: [{ name: 't', value: 'v' }],
  latest: [{ key: 'loss', step: 1, value: 'NaN' }]
};
const comparison = {
  runs: [
    { name: 'a', run: compared, error: null },
    { name: 'b', run: null, error: { code: 'C', message: 'm' } }
  ]
};
const artifacts = [{ path: 'model/a.json', isFolder: false, size: 1 }];
const models = [{ name: 'm', latestVersion: '1', description: 'd' }];
const version = {
  name: 'm',
  version: '1',
  type: 'mlflow_model',
  description: 'd',
  tags: [{ name: 't', value: 'v' }],
  aliases: ['champion'],
  isArchived: true,
  createdAt: job.createdAt,
  run: 'a',
  metrics: [{ key: 'loss', value: 'NaN' }],
  uri: 'u'
};
const versionDetail = {
  ...version,
  runName: 'a',
  files: { found: artifacts, error: null },
  prediction: {
    found: {
      kind: 'inputs',
      inputs: [
        { name: 'x', type: 'double', isRequired: true },
        { name: '', type: 'tensor', isRequired: false, shape: [-1, 3] },
        { name: 'b', type: 'boolean', isRequired: true }
      ]
    },
    error: null
  },
  deployments: {
    found: [
      {
        version: '1',
        endpoint: 'e',
        deployment: 'd',
        kind: 'online',
        traffic: 100,
        page: 'https://e'
      }
    ],
    error: null
  },
  page: 'https://ml.azure.com/model/m:1'
};
const runModels = {
  registered: [{ name: 'm', version: '1' }],
  hasModel: true,
  proposedName: 'm'
};
const notebook = {
  path: 'a.ipynb',
  experiment: 'e',
  kernel: { name: 'k', displayName: 'K', language: 'python' },
  parametersCell: 'used',
  parameters: [
    { name: 'n', type: 'integer', nullable: false, default: 1, text: '1', help: 'h' },
    { name: 'b', type: 'boolean', nullable: true, text: 'True', annotation: 'bool' }
  ],
  snapshot: {
    folder: 'f',
    files: 2,
    bytes: 3,
    entries: [
      {
        name: 'd',
        path: 'd/',
        bytes: 2,
        files: 1,
        entries: [{ name: 'p', path: 'd/p', bytes: 2, files: 1, entries: null }]
      }
    ],
    warnings: ['w'],
    leftOut: 1,
    leftOutBy: [{ path: 'x', rule: '*.x' }]
  },
  missing: [{ kind: 'variable', name: 'V', cell: 1 }]
};
const workspace = { kind: 'azure', name: 'w', resourceGroup: 'r', subscription: 's' };
const computes = [
  { name: 'cpu', type: 'AmlCompute', state: 'Succeeded', description: '', slots: 2 }
];
const environments = [{ name: 'torch', latestVersion: '3' }];

/** The bridge's side of a service: what its messages and responses are after JSON and the readers. */
class Bridge {
  readonly message = new Signal<this, EventMessage>(this);
  readonly events = {
    connected: true,
    message: this.message,
    connectedChanged: new Signal<object, boolean>({}),
    watch: () => undefined
  };

  constructor(private readonly responses: Record<string, unknown> = {}) {}

  send(message: unknown): void {
    const event = readEvent(overTheWire(message));
    if (event) this.message.emit(event);
  }

  runs() {
    return this.reading(() => readRunPage(this.response('runs', runPage)));
  }

  runGroups() {
    return this.reading(() => readRunGroups(this.response('runGroups', runGroups)));
  }

  experiments() {
    return this.reading(() => listOf(this.response('experiments', ['e']), textOrNull));
  }

  compare() {
    return this.reading(() => readComparison(this.response('compare', comparison)));
  }

  curves() {
    return this.reading(() => listOf(this.response('curves', series), readSeries));
  }

  files() {
    return this.reading(() => listOf(this.response('files', artifacts), readArtifact));
  }

  log() {
    return this.reading(() => readChunk(this.response('log', logChunk)));
  }

  searchLog() {
    return this.reading(() => readMatches(this.response('searchLog', logMatches)));
  }

  models() {
    return this.reading(() => listOf(this.response('models', models), readModel));
  }

  versions() {
    return this.reading(() => listOf(this.response('versions', [version]), readVersion));
  }

  version() {
    return this.reading(() => readVersionDetail(this.response('version', versionDetail)));
  }

  runModels() {
    return this.reading(() => readRunModels(this.response('runModels', runModels)));
  }

  workspace() {
    return this.reading(() => readWorkspace(this.response('workspace', workspace)));
  }

  computes() {
    return this.reading(() => listOf(this.response('computes', computes), readCompute));
  }

  environments() {
    return this.reading(() => listOf(this.response('environments', environments), readEnvironment));
  }

  notebook() {
    return this.reading(() => readNotebook(this.response('notebook', notebook)));
  }

  private async reading<T>(read: () => T): Promise<T> {
    await Promise.resolve();
    return read();
  }

  private response(name: string, usual: unknown): unknown {
    return overTheWire(name in this.responses ? this.responses[name] : usual);
  }
}

function overTheWire(value: unknown): unknown {
  const text = JSON.stringify(value) as string | undefined;
  return text === undefined ? null : JSON.parse(text);
}

const asService = (bridge: Bridge) => bridge as unknown as ICarryService;
const settled = () => new Promise(resolve => setImmediate(resolve));
const nothing = (): void => undefined;

function expectSafe(...elements: (ReactElement | null)[]): void {
  for (const element of elements) if (element) expect(rendered(element)).not.toContain('<img');
}

/** All that the Runs panel can show of a model. */
function runsParts(model: JobsModel): (ReactElement | null)[] {
  const { selected, selectedSummary } = model;
  const actions = {
    cancel: nothing,
    open: nothing,
    openNotebook: nothing,
    fileUrl: String,
    download: nothing,
    compare: nothing,
    bulk: nothing,
    cleanUp: nothing
  };
  const list = <JobsBody model={model} actions={actions} trans={trans} />;
  if (!selected) return [list];
  const head = { model, selected, actions, trans };
  return [
    list,
    selectedSummary && <JobHead {...head} job={selectedSummary} />,
    <JobMetrics series={selected.series} settings={model.charts} trans={trans} />,
    <JobParameters parameters={selected.detail?.parameters ?? []} trans={trans} />,
    <JobFiles
      files={selected.files}
      error={selected.filesError}
      actions={actions}
      onRegister={nothing}
      onRetry={nothing}
      trans={trans}
    />,
    <LogView log={selected.log} finished={true} settings={model.settings} trans={trans} />
  ];
}

it('Runs renders whatever one field of a message contains', () => {
  let count = 0;
  for (const at of events.keys()) {
    for (const message of spoiled(events[at])) {
      const bridge = new Bridge();
      const model = new JobsModel(asService(bridge), submittedRuns());
      for (const event of events.with(at, message)) bridge.send(event);
      expectSafe(...runsParts(model));
      model.select('a');
      for (const event of events.with(at, message)) bridge.send(event);
      expectSafe(...runsParts(model));
      model.dispose();
      count += 1;
    }
  }
  expect(count).toBeGreaterThan(1000);
}, 120_000);

it('the log renders whatever one field of a response contains, and asks for no part again and again', async () => {
  for (const [name, usual] of Object.entries({ log: logChunk, searchLog: logMatches })) {
    for (const response of spoiled(usual)) {
      const log = new JobLog('a', asService(new Bridge({ [name]: response })));
      log.add({ text: '<img src=x>\n', start: 3, end: 15 });
      await log.window.readEarlier();
      await log.search.find('b');
      log.search.step(1);
      await log.window.show(0);
      await log.window.showEnd();
      expectSafe(
        <LogView
          log={log}
          finished={true}
          settings={new UserSettings(RUNS_DEFAULTS)}
          trans={trans}
        />
      );
      log.dispose();
    }
  }
});

it('Runs lists whatever one field of a response contains', async () => {
  let count = 0;
  const responses = { runs: runPage, runGroups, experiments: ['e'] };
  for (const [name, usual] of Object.entries(responses)) {
    for (const response of spoiled(usual)) {
      const model = new JobsModel(asService(new Bridge({ [name]: response })), submittedRuns());
      const { overview } = model;
      await overview.setFilter({ text: 'loss', order: 'metrics.`loss` ASC' });
      expectSafe(...runsParts(model));
      await overview.grouping.setBy('experiment');
      await Promise.all(overview.grouping.groups.map(({ key }) => overview.grouping.toggle(key)));
      await overview.refresh();
      expect(overview.error).toBeNull();
      expectSafe(...runsParts(model));
      model.dispose();
      count += 1;
    }
  }
  expect(count).toBeGreaterThan(400);
}, 60_000);

it('Runs draws the rows in view of a long list', async () => {
  const runs = Array.from({ length: 500 }, (_, n) => ({ ...job, name: `r${n}`, metrics: [] }));
  const model = new JobsModel(
    asService(new Bridge({ runs: { runs, next: null } })),
    submittedRuns()
  );
  await model.overview.refresh();
  const html = rendered(runsParts(model)[0]!);
  const rows = html.match(/data-job=/g)?.length ?? 0;
  expect(rows).toBeGreaterThan(15);
  expect(rows).toBeLessThan(40);
  expect(html).toContain('500 runs');
});

it('the comparison renders whatever one field of a response contains', async () => {
  for (const [name, usual] of Object.entries({ compare: comparison, curves: series })) {
    for (const response of spoiled(usual)) {
      const model = new CompareModel(asService(new Bridge({ [name]: response })), ['a', 'b']);
      await model.follow();
      expect(model.error).toBeNull();
      const settings = new ChartSettings();
      expectSafe(
        <CompareBody model={model} settings={settings} onShowRun={nothing} trans={trans} />
      );
      model.dispose();
    }
  }
}, 60_000);

it('the files of a run render whatever one field contains', () => {
  for (const response of spoiled(artifacts)) {
    const files = listOf(overTheWire(response), readArtifact);
    const actions = { open: nothing, fileUrl: String, download: nothing };
    expectSafe(
      <JobFiles
        files={files}
        error={null}
        actions={actions}
        onRegister={nothing}
        onRetry={nothing}
        trans={trans}
      />
    );
  }
});

it('Models renders whatever one field of a response contains', async () => {
  const from = readJob(job)!;
  const actions = {
    showRun: nothing,
    pageOf: (address: string) => modelPage(address, 'localhost'),
    open: nothing,
    fileUrl: String,
    download: nothing,
    deleteVersion: nothing,
    deleteModel: nothing
  };
  const usuals = { models, versions: [version], files: artifacts, runModels };
  for (const [name, usual] of Object.entries({ ...usuals, version: versionDetail })) {
    for (const response of spoiled(usual)) {
      const model = new ModelsModel(asService(new Bridge({ [name]: response })));
      const body = <ModelsBody model={model} actions={actions} trans={trans} />;
      await model.toggle('m');
      await model.refresh();
      await model.beginRegister(from);
      expect(model.error).toBeNull();
      expectSafe(body);
      await model.open('m', '1');
      expect(model.selected?.error).toBeNull();
      expectSafe(body);
    }
  }
});

it('Submit renders whatever one field of a response contains', async () => {
  const signal = () => new Signal<INotebookOnScreen, void>({} as INotebookOnScreen);
  for (const [name, usual] of Object.entries({ workspace, computes, environments, notebook })) {
    for (const response of spoiled(usual)) {
      const screen = {
        path: 'a.ipynb',
        pathChanged: signal(),
        renamed: new Signal<INotebookOnScreen, Renaming>({} as INotebookOnScreen),
        saved: signal(),
        edited: signal(),
        kernelChanged: signal(),
        isParametersCell: () => null,
        packages: () => Promise.reject(new Error('no kernel')),
        selectionChanged: signal(),
        toggleParametersCell: nothing,
        kernel: null,
        drive: '',
        readOnly: false,
        dirty: false,
        unsaved: false,
        text: () => '',
        save: () => Promise.resolve(),
        rename: () => Promise.resolve(null)
      };
      const bridge = asService(new Bridge({ [name]: response }));
      const model = new SubmitModel(bridge, screen, () => Promise.resolve(null));
      await settled();
      expect([model.workspaceError, model.notebookError]).toEqual([null, null]);
      expectSafe(<SubmitBody model={model} onShowAs={nothing} trans={trans} />);
      model.dispose();
    }
  }
}, 60_000);

it('shows NaN and infinities as such, and one value as a number', () => {
  const html = (values: unknown[]) => {
    const points = values.map((value, i) => [i, value, i]);
    const event = readEvent({ type: 'metrics', job: 'a', series: [{ key: 'loss', points }] });
    if (event?.type !== 'metrics') throw new Error('no metrics');
    return rendered(
      <JobMetrics series={event.series} settings={new ChartSettings()} trans={trans} />
    );
  };
  expect(html([1, 2, 'NaN'])).toMatch(/NaN<\/span>.*carry-Chart-plot/);
  expect(html([1, 2, 'Infinity'])).toContain('∞</span>');
  expect(html(['NaN', 'NaN'])).toContain('Every value of “loss” is NaN');
  expect(html([0.25])).toContain('0.25</span>');
  expect(html([0.25])).not.toContain('carry-Chart-plot');
});
