import { Paged, type RequestOptions, type Variables } from '../arm/client/index.js';
import { fail } from './errors.js';
import type { Experiments } from './experiments.js';
import type { RunRecord } from './mlflow.js';
import { Run, type RunAccess } from './run.js';

/** Options of starting a run; all have defaults. */
export interface RunStart extends RequestOptions {
  /** Name of the experiment, which is created if it does not exist; default: `Default`. */
  experiment?: string;
  name?: string;
  tags?: Record<string, string>;
}

/** Options of searching runs. */
export interface RunSearch extends RequestOptions {
  /** Names of experiments; default: all. */
  experiments?: string[];
  /** MLflow's filter, such as `metrics.loss < 0.1 and params.digits = '2'`. */
  filter?: string;
  /** Sort keys, such as `metrics.loss ASC`. */
  orderBy?: string[];
  /** Maximum number of runs. */
  limit?: number;
  /** Maximum number of runs per request; default: 100. */
  pageSize?: number;
}

const DEFAULT_PAGE_SIZE = 100;

/** The runs of a workspace or MLflow server. */
export class Runs {
  constructor(
    private readonly access: (options: RequestOptions) => Promise<RunAccess>,
    private readonly experiments: Experiments,
    private readonly variables: Variables
  ) {}

  /**
   * Starts a run.
   *
   * @example
   * const run = await ws.runs.start({ experiment: 'adder' });
   * run.logMetric('loss', 0.1, 1);
   * await run.end();
   */
  async start(options: RunStart = {}): Promise<Run> {
    const { signal } = options;
    const access = await this.access({ signal });
    const name = options.experiment ?? 'Default';
    const experiment = await this.experiments.ensure(name, { signal });
    const { run } = await access.mlflow({ signal }).post<{ run: RunRecord }>('runs/create', {
      experiment_id: experiment.id,
      run_name: options.name,
      start_time: Date.now(),
      tags: Object.entries(options.tags ?? {}).map(([key, value]) => ({ key, value }))
    });
    return new Run(access, run);
  }

  /**
   * Returns the run of the job that this program is part of.
   *
   * @throws CarryError `NoCurrentRun` outside a job
   */
  async current(options: RequestOptions = {}): Promise<Run> {
    const id = this.variables.MLFLOW_RUN_ID ?? this.variables.AZUREML_RUN_ID;
    if (!id) throw fail('NoCurrentRun');
    return this.get(id, options);
  }

  /**
   * Returns a run by its id, which is the name of its job.
   *
   * @throws CarryError `RESOURCE_DOES_NOT_EXIST`, MLflow's code
   */
  async get(id: string, options: RequestOptions = {}): Promise<Run> {
    const access = await this.access(options);
    const { run } = await access
      .mlflow(options)
      .get<{ run: RunRecord }>('runs/get', { run_id: id });
    return new Run(access, run);
  }

  /**
   * Searches the runs of some experiments, or of all.
   *
   * @example for await (const run of ws.runs.search({ filter: 'metrics.loss < 0.1' })) console.log(run.name);
   */
  search(options: RunSearch = {}): Paged<Run> {
    const { filter, orderBy, limit = Infinity, pageSize = DEFAULT_PAGE_SIZE, signal } = options;
    let ids: string[] | undefined;
    return new Paged(async token => {
      const access = await this.access({ signal });
      ids ??= await this.experimentIds(options.experiments, { signal });
      const page = await access
        .mlflow({ signal })
        .post<{ runs?: RunRecord[]; next_page_token?: string }>('runs/search', {
          experiment_ids: ids,
          filter,
          order_by: orderBy,
          max_results: Math.min(limit, pageSize),
          page_token: token
        });
      const items = (page.runs ?? []).map(run => new Run(access, run));
      return { items, next: page.next_page_token || undefined };
    }, limit);
  }

  private async experimentIds(
    names: readonly string[] | undefined,
    options: RequestOptions
  ): Promise<string[]> {
    const found = names
      ? await Promise.all(names.map(name => this.experiments.get(name, options)))
      : await this.experiments.list(options).all();
    return found.map(experiment => experiment.id);
  }
}
