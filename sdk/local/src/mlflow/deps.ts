import type { ArtifactStore } from './artifacts/artifacts.js';
import type { EvaluationDatasetStore } from './evaluation-datasets/evaluation-datasets.js';
import type { LoggedModelStore } from './logged-models/logged-models.js';
import type { ModelLocations } from './registry/model-uri.js';
import type { Registry } from './registry/registry.js';
import type { RunStore } from './runs/runs.js';
import type { ScorerStore } from './scorers/scorers.js';
import type { TraceStore } from './traces/traces.js';

/** Everything that the endpoints of MLflow's API use. The workspace creates it once and passes it in. */
export interface MlflowDeps {
  /** Runs with their experiments, metrics, parameters, tags and data sets. */
  runs: RunStore;
  logged: LoggedModelStore;
  registry: Registry;
  locations: ModelLocations;
  traces: TraceStore;
  evaluationDatasets: EvaluationDatasetStore;
  scorers: ScorerStore;
  artifacts: ArtifactStore;
  /** Runs work that spans several stores in one transaction and returns its result. */
  transaction: <T>(work: () => T) => T;
  /** The time in milliseconds since 1970. */
  now: () => number;
  /** Creates an id without dashes. */
  newId: () => string;
  /** The owner of a run whose creator names none. */
  user: string;
  /** Folders of executables; MLflow's web page is looked for in the Python installations that they belong to. */
  programs?: readonly string[];
}
