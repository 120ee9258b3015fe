export { cellSeconds, cpuSeconds } from './cell-times.js';
export { boundParameters } from './bound-parameters.js';
export { changedParameters } from './changed-parameters.js';
export { coerceParameters } from './coerce.js';
export { readTexts } from './texts.js';
export type { GivenParameters } from './coerce.js';
export { NOTEBOOK_ENVIRONMENT, notebookEnvironment } from './default-environment.js';
export { excludeFromSnapshot } from './exclude.js';
export { notebookErrors } from './errors.js';
export { findMissing } from './mentions/missing.js';
export type { Missing } from './mentions/missing.js';
export { notebookJob } from './notebook-job.js';
export type { NotebookJob, NotebookJobOptions } from './notebook-job.js';
export { NOTEBOOK_TAG } from './notebook-tag.js';
export { parseNotebook, readNotebook } from './notebook.js';
export type { Notebook, NotebookCell, ReadNotebookOptions } from './notebook.js';
export type { Parameter, ParameterType, ParameterValue } from './parameter.js';
export type { DataInput, DataInputs } from './data-inputs.js';
export { kernelEnvironment } from './kernel-environment.js';
export type { EnvironmentContent } from './environment-content.js';
export type { KernelEnvironment, KernelPackage, KernelPackages } from './kernel-environment.js';
export { loggedMetrics } from './logged-metrics.js';
export type { PipelineStep, PipelineSteps } from './pipeline/pipeline-step.js';
export { prepareSteps } from './pipeline/prepared-step.js';
export type { PreparedStep } from './pipeline/prepared-step.js';
export { progressErrorText, progressOf } from './progress.js';
export type { JobProgress } from './progress.js';
export { planSnapshot } from './snapshot.js';
export type { Snapshot, SnapshotFile, SnapshotLimits } from './snapshot.js';
export { readSweepValue, usualGoal } from './sweep.js';
export type { NotebookSweep, SweepGoal, SweepPlan, SweepValue } from './sweep.js';
export { submitAs, writeJobFile } from './submit-as/index.js';
export type {
  DescribedOptions,
  SubmitAsOptions,
  SubmitTexts,
  WorkspaceTarget
} from './submit-as/index.js';
