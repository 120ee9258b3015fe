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
  showJobs: 'carry:show-jobs',
  showModels: 'carry:show-models',
  /** Opens a page that compares the runs with the ids `runs`. */
  compare: 'carry:compare-runs',
  showSchedules: 'carry:show-schedules'
} as const;

/** Describes a command that takes no arguments. */
export const NO_ARGUMENTS = { args: { type: 'object', properties: {} } } as const;

/** The translation domain of this extension. */
export const DOMAIN = 'jupyterlab_carry';
