import { isCarryError } from '../errors/index.js';
import { Paged, type RequestOptions } from '../arm/client/index.js';
import type { Mlflow } from './mlflow.js';

/** A named group of runs. */
export interface Experiment {
  id: string;
  name: string;
  artifactLocation: string;
  tags: Record<string, string>;
}

interface ExperimentRecord {
  experiment_id: string;
  name: string;
  artifact_location?: string;
  tags?: { key: string; value: string }[];
}

/** Number of experiments per request. */
const PAGE_SIZE = 200;

/** The experiments of a workspace or MLflow server. */
export class Experiments {
  constructor(private readonly mlflow: (options: RequestOptions) => Promise<Mlflow>) {}

  /** Lists the experiments. */
  list(options: RequestOptions = {}): Paged<Experiment> {
    return new Paged(async token => {
      const mlflow = await this.mlflow(options);
      const page = await mlflow.post<{
        experiments?: ExperimentRecord[];
        next_page_token?: string;
      }>('experiments/search', { max_results: PAGE_SIZE, page_token: token });
      const items = (page.experiments ?? []).map(toExperiment);
      return { items, next: page.next_page_token || undefined };
    });
  }

  /**
   * Returns an experiment by its name.
   *
   * @throws CarryError `RESOURCE_DOES_NOT_EXIST`, MLflow's code
   */
  async get(name: string, options: RequestOptions = {}): Promise<Experiment> {
    const mlflow = await this.mlflow(options);
    const query = { experiment_name: name };
    const { experiment } = await mlflow.get<{ experiment: ExperimentRecord }>(
      'experiments/get-by-name',
      query
    );
    return toExperiment(experiment);
  }

  /** Returns the experiment of a name, which is created if it does not exist. */
  async ensure(name: string, options: RequestOptions = {}): Promise<Experiment> {
    try {
      return await this.get(name, options);
    } catch (error) {
      if (!isCarryError(error) || error.status !== 404) throw error;
    }
    try {
      await (await this.mlflow(options)).post('experiments/create', { name });
    } catch (error) {
      // Another client created it in between.
      if (!isCarryError(error) || error.code !== 'RESOURCE_ALREADY_EXISTS') throw error;
    }
    return this.get(name, options);
  }
}

function toExperiment(record: ExperimentRecord): Experiment {
  return {
    id: record.experiment_id,
    name: record.name,
    artifactLocation: record.artifact_location ?? '',
    tags: Object.fromEntries((record.tags ?? []).map(({ key, value }) => [key, value]))
  };
}
