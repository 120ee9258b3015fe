import { readArguments, readCount, readPairs } from '../arguments.js';
import type { Command, Shell } from '../command.js';
import { json } from '../table.js';
import { jobData } from './job-data.js';
import { follow } from './follow.js';

export const submit: Command = {
  usage:
    'carry submit NOTEBOOK [-p name=value ...] [--compute C] [--experiment E] [--name N] [--environment E] ' +
    '[--env NAME=VALUE ...] [--tag NAME=VALUE ...] [--timeout SECONDS] [--stream] [--json]',
  summary: "run a notebook as a job and print the job's name",
  async run(args, shell) {
    const { usage } = submit;
    const { values, positionals } = readArguments(args, {
      usage,
      positionals: ['NOTEBOOK'],
      options: {
        parameter: { type: 'string', short: 'p', multiple: true },
        compute: { type: 'string' },
        experiment: { type: 'string' },
        name: { type: 'string' },
        'display-name': { type: 'string' },
        environment: { type: 'string' },
        env: { type: 'string', multiple: true },
        tag: { type: 'string', multiple: true },
        timeout: { type: 'string' },
        stream: { type: 'boolean' },
        json: { type: 'boolean' }
      }
    });
    const [notebook = ''] = positionals;
    const options = {
      parameterTexts: readPairs(values.parameter, usage),
      compute: values.compute,
      experiment: values.experiment,
      name: values.name,
      displayName: values['display-name'],
      environment: values.environment,
      environmentVariables: readPairs(values.env, usage),
      tags: readPairs(values.tag, usage),
      timeout: readCount(values.timeout, '--timeout', usage)
    };
    const workspace = await shell.connect({ from: notebook });
    const job = await workspace.jobs.submitNotebook(notebook, options);
    if (!values.json) shell.out(`${job.name}\n`);
    // With --json stdout holds the data alone, so the log goes beside it.
    const code = values.stream
      ? await follow(job, shell, values.json ? beside(shell) : undefined)
      : 0;
    if (values.json) shell.out(json(jobData(job)));
    return code;
  }
};

function beside(shell: Shell): (text: string) => void {
  return text => {
    shell.say(text.replace(/\n$/, ''));
  };
}
