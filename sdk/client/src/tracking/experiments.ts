import { isCarryError } from '../errors/index.js';
import { Paged } from '../arm/client/index.js';
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

/** Experiments asked for at a time. */
const PAGE = 200;

/** The experiments of a workspace or MLflow server. */
export class Experiments {
  constructor(private readonly mlflow: () => Promise<Mlflow>) {}

  list(): Paged<Experiment> {
    return new Paged(async token => {
      const mlflow = await this.mlflow();
      const page = await mlflow.post<{
        experiments?: ExperimentRecord[];
        next_page_token?: string;
      }>('experiments/search', { max_results: PAGE, page_token: token });
      const items = (page.experiments ?? []).map(toExperiment);
      return { items, ...(page.next_page_token ? { next: page.next_page_token } : {}) };
    });
  }

  /** @throws CarryError `RESOURCE_DOES_NOT_EXIST`, as MLflow calls it */
  async get(name: string): Promise<Experiment> {
    const mlflow = await this.mlflow();
    const query = { experiment_name: name };
    const { experiment } = await mlflow.get<{ experiment: ExperimentRecord }>(
      'experiments/get-by-name',
      query
    );
    return toExperiment(experiment);
  }

  /** The experiment of that name, made when it is not there. */
  async ensure(name: string): Promise<Experiment> {
    try {
      return await this.get(name);
    } catch (error) {
      if (!isCarryError(error) || error.status !== 404) throw error;
    }
    try {
      await (await this.mlflow()).post('experiments/create', { name });
    } catch (error) {
      // Somebody else made it in between.
      if (!isCarryError(error) || error.code !== 'RESOURCE_ALREADY_EXISTS') throw error;
    }
    return this.get(name);
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
