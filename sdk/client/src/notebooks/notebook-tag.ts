/** The tag that names the notebook file of a job. Its run has it too, so that a search finds the runs of a notebook. */
export const NOTEBOOK_TAG = 'carry.notebook';
