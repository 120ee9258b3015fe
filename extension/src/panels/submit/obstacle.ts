import type { TranslationBundle } from '@jupyterlab/translation';

/** Why the notebook on screen cannot be submitted now. */
export type Obstacle =
  | 'busy'
  | 'drive'
  | 'workspace'
  | 'connecting'
  | 'notebook'
  | 'loading'
  | 'no-kernel'
  | 'kernel-starting'
  | 'too-large'
  | 'read-only'
  | 'values';

/** A submit, and what may prevent it. */
export interface Submission {
  readonly obstacle: Obstacle | null;
  readonly drive: string;
  readonly workspaceError: { message: string } | null;
  readonly notebookError: { message: string } | null;
  readonly tooLarge: string | null;
}

/** The obstacles that another part of the panel already explains. */
const EXPLAINED_ELSEWHERE: readonly Obstacle[] = [
  'busy',
  'workspace',
  'connecting',
  'notebook',
  'loading',
  'values'
];

/** Explains what prevents a submit, and what to do; null if nothing does, or if the panel already explains it. */
export function footerReason(submission: Submission, trans: TranslationBundle): string | null {
  const { obstacle } = submission;
  if (obstacle === null || EXPLAINED_ELSEWHERE.includes(obstacle)) return null;
  return obstacleReason(submission, trans);
}

/** Explains what prevents a submit, and what to do; null if nothing does. */
export function obstacleReason(submission: Submission, trans: TranslationBundle): string | null {
  return submission.obstacle && REASONS[submission.obstacle](trans, submission);
}

const REASONS: Record<
  Obstacle,
  (trans: TranslationBundle, submission: Submission) => string | null
> = {
  busy: trans => trans.__('The notebook is being submitted.'),
  drive: (trans, { drive }) =>
    trans.__(
      'This notebook is on the drive “%1”, not in the folder of the Jupyter server. Copy it into that folder and submit the copy.',
      drive
    ),
  workspace: (_, { workspaceError }) => workspaceError?.message ?? null,
  connecting: trans => trans.__('Connecting to the workspace…'),
  notebook: (_, { notebookError }) => notebookError?.message ?? null,
  loading: trans => trans.__('Reading the notebook…'),
  'no-kernel': trans =>
    trans.__(
      'This notebook has no kernel to run its cells. Choose one with “No Kernel” at the top right of the notebook.'
    ),
  'kernel-starting': trans => trans.__('The kernel of this notebook is starting.'),
  'too-large': (trans, { tooLarge }) =>
    tooLarge && trans.__('%1 Or click “Exclude” beside it under “Upload”.', tooLarge),
  'read-only': trans =>
    trans.__(
      'This notebook is read-only and differs from its file. A job runs the file: save the notebook under another name (File > Save Notebook As…) and submit that.'
    ),
  values: trans => trans.__('A value does not fit its parameter. The Submit panel shows which.')
};
