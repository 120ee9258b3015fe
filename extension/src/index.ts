import type { JupyterFrontEndPlugin } from '@jupyterlab/application';
import { comparePlugin } from './plugins/compare.js';
import { modelsPlugin } from './plugins/models.js';
import { jobsPlugin } from './plugins/jobs.js';
import { pipelinePlugin } from './plugins/pipeline.js';
import { runNotebookPlugin } from './plugins/run-notebook.js';
import { runningPlugin } from './plugins/running.js';
import { schedulesPlugin } from './plugins/schedules.js';
import { servicePlugin } from './plugins/service.js';
import { sidebarPlugin } from './plugins/sidebar.js';
import { statusPlugin } from './plugins/status.js';
import { fileBrowserPlugin, submitPlugin } from './plugins/submit.js';

export * from './tokens.js';

const plugins: JupyterFrontEndPlugin<unknown>[] = [
  servicePlugin,
  sidebarPlugin,
  submitPlugin,
  fileBrowserPlugin,
  jobsPlugin,
  comparePlugin,
  runNotebookPlugin,
  pipelinePlugin,
  schedulesPlugin,
  runningPlugin,
  modelsPlugin,
  statusPlugin
];

export default plugins;
