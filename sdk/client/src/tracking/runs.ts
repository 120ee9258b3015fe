import { Paged, type Variables } from '../arm/client/index.js';
import { fail } from './errors.js';
import type { Experiments } from './experiments.js';
import type { RunRecord } from './mlflow.js';
import { Run, type RunAccess } from './run.js';

/** A run to start. */
export interface RunStart {
  /** Name of the experiment, made when it is not there; default: `Default`. */
  experiment?: string;
  name?: string;
  tags?: Record<string, string>;
}

/** Which runs to find. */
export interface RunSearch {
  /** Names of experiments; default: all. */
  experiments?: string[];
  /** MLflow's filter, such as `metrics.loss < 0.1 and params.digits = '2'`. */
  filter?: string;
  /** Such as `metrics.loss ASC`. */
  orderBy?: string[];
  limit?: number;
}

/** Runs asked for at a time. */
const PAGE = 100;

/** The runs of a workspace or MLflow server. */
export class Runs {
  constructor(
    private readonly access: () => Promise<RunAccess>,
    private readonly experiments: Experiments,
    private readonly variables: Variables
  ) {}

  /**
   * @example
   * const run = await ws.runs.start({ experiment: 'adder' });
   * run.logMetric('loss', 0.1, 1);
   * await run.end();
   */
  async start(options: RunStart = {}): Promise<Run> {
    const access = await this.access();
    const experiment = await this.experiments.ensure(options.experiment ?? 'Default');
    const { run } = await access.mlflow.post<{ run: RunRecord }>('runs/create', {
      experiment_id: experiment.id,
      run_name: options.name,
      start_time: Date.now(),
      tags: Object.entries(options.tags ?? {}).map(([key, value]) => ({ key, value }))
    });
    return new Run(access, run);
  }

  /**
   * The run of the job that this program is part of.
   *
   * @throws CarryError `NoCurrentRun` outside a job
   */
  async current(): Promise<Run> {
    const id = this.variables.MLFLOW_RUN_ID ?? this.variables.AZUREML_RUN_ID;
    if (!id) throw fail('NoCurrentRun');
    return this.get(id);
  }

  /** @throws CarryError `RESOURCE_DOES_NOT_EXIST`, as MLflow calls it */
  async get(id: string): Promise<Run> {
    const access = await this.access();
    const { run } = await access.mlflow.get<{ run: RunRecord }>('runs/get', { run_id: id });
    return new Run(access, run);
  }

  /** @example for await (const run of ws.runs.search({ filter: 'metrics.loss < 0.1' })) console.log(run.name); */
  search(options: RunSearch = {}): Paged<Run> {
    const { filter, orderBy, limit = Infinity } = options;
    let ids: Promise<string[]> | undefined;
    return new Paged(async token => {
      ids ??= this.experimentIds(options.experiments);
      const access = await this.access();
      const page = await access.mlflow.post<{ runs?: RunRecord[]; next_page_token?: string }>(
        'runs/search',
        {
          experiment_ids: await ids,
          filter,
          order_by: orderBy,
          max_results: Math.min(limit, PAGE),
          page_token: token
        }
      );
      const items = (page.runs ?? []).map(run => new Run(access, run));
      return { items, ...(page.next_page_token ? { next: page.next_page_token } : {}) };
    }, limit);
  }

  private async experimentIds(names: readonly string[] | undefined): Promise<string[]> {
    const found = names
      ? await Promise.all(names.map(name => this.experiments.get(name)))
      : await this.experiments.list().all();
    return found.map(experiment => experiment.id);
  }
}
