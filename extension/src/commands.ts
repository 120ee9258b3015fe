/** The commands of the extension, used by menus, toolbar, palette and shortcuts. */
export const CommandIDs = {
  /** Submits the notebook on screen with the values of the Submit panel. */
  submit: 'carry:submit',
  /** Shows the Submit panel. */
  open: 'carry:open',
  /** Opens the notebook that is selected in the file browser, and shows the Submit panel. */
  openFile: 'carry:open-file',
  /** Opens the executed notebook of a run, read-only. */
  openRunNotebook: 'carry:open-run-notebook',
  /** Shows the submit with the values of the panel as code of other tools. */
  showAs: 'carry:show-as',
  /** Makes the selected cell the parameters cell, or no longer so. */
  tagParameters: 'carry:tag-parameters',
  showJobs: 'carry:show-jobs',
  /** Asks which old runs to delete, shows them and deletes them. */
  cleanUpRuns: 'carry:clean-up-runs',
  showModels: 'carry:show-models',
  /** Opens a page that compares the runs with the ids `runs`. */
  compare: 'carry:compare-runs',
  /** Opens the page on which a pipeline is put together. */
  openPipeline: 'carry:open-pipeline',
  /** Adds the files that are selected in the file browser to the pipeline. */
  pipelineOfFiles: 'carry:pipeline-of-files',
  showSchedules: 'carry:show-schedules'
} as const;

/** Describes a command that takes no arguments. */
export const NO_ARGUMENTS = { args: { type: 'object', properties: {} } } as const;

/** Describes a command about the cell under the pointer, where a context menu was opened, or about the selected one. */
export const AT_POINTER = {
  args: { type: 'object', properties: { atPointer: { type: 'boolean' } } }
} as const;

/** The translation domain of this extension. */
export const DOMAIN = 'jupyterlab_carry';
