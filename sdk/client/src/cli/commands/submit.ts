import { defineCommand } from '../define-command.js';
import { jsonOption } from '../json-option.js';
import { json } from '../table.js';
import { follow } from './follow.js';
import { jobData } from './job-data.js';

export const submit = defineCommand({
  name: 'submit',
  summary: "run a notebook as a job and print the job's name",
  arguments: { notebook: { description: 'the notebook file', completes: 'notebook' } },
  options: {
    parameter: {
      kind: 'pairs',
      short: 'p',
      value: 'name=value',
      description: 'set a parameter of the notebook'
    },
    compute: { kind: 'text', value: 'C', description: 'the compute that runs the job' },
    experiment: { kind: 'text', value: 'E', description: "the experiment of the job's run" },
    name: { kind: 'text', value: 'N', description: 'the name of the job' },
    'display-name': { kind: 'text', value: 'D', description: 'the name that lists show' },
    environment: { kind: 'text', value: 'E', description: 'the environment, NAME or NAME:VERSION' },
    env: { kind: 'pairs', value: 'NAME=VALUE', description: 'set an environment variable' },
    secret: {
      kind: 'pairs',
      value: 'NAME=SECRET',
      description: "set a variable to a secret of the workspace's key vault"
    },
    data: {
      kind: 'pairs',
      value: 'NAME=ASSET',
      description: 'set a parameter to the path of a data asset'
    },
    tag: { kind: 'pairs', value: 'NAME=VALUE', description: 'set a tag of the job' },
    timeout: { kind: 'count', value: 'SECONDS', description: 'cancel the job after this time' },
    retries: {
      kind: 'count',
      value: 'TIMES',
      description: 'retry a failed notebook, at most TIMES times'
    },
    stream: {
      kind: 'flag',
      description: 'print the log until the job ends; exit with 0 only if it completed'
    },
    json: jsonOption
  },
  examples: [
    'carry submit train.ipynb -p digits=2 --stream',
    'carry submit train.ipynb --compute cpu --tag team=vision --timeout 3600'
  ],
  async run({ arguments: { notebook }, options }, shell) {
    const workspace = await shell.connect({ from: notebook });
    const job = await workspace.jobs.submitNotebook(notebook, {
      parameterTexts: options.parameter,
      compute: options.compute,
      experiment: options.experiment,
      name: options.name,
      displayName: options['display-name'],
      environment: options.environment,
      environmentVariables: options.env,
      secrets: options.secret,
      data: options.data,
      retries: options.retries,
      tags: options.tag,
      timeout: options.timeout
    });
    if (!options.json) shell.line(job.name);
    // With --json stdout contains only the data, so the log goes to stderr.
    const code = options.stream ? await follow(job, shell, options.json ? 'stderr' : 'stdout') : 0;
    if (options.json) shell.out(json(jobData(job)));
    return code;
  }
});
