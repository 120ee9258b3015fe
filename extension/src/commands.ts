/** The commands of the extension; menus, toolbar, palette and shortcuts all run the same ones. */
export const CommandIDs = {
  /** Submits the notebook on screen with what the Submit panel says. */
  submit: 'carry:submit',
  /** Shows the Submit panel. */
  open: 'carry:open',
  /** Opens the notebook that is selected in the file browser and shows the Submit panel. */
  openFile: 'carry:open-file',
  showJobs: 'carry:show-jobs',
  showModels: 'carry:show-models'
} as const;

/** The translation domain of everything this extension says. */
export const DOMAIN = 'jupyterlab_carry';
