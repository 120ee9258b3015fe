import { readArguments, readPairs } from '../arguments.js';
import type { Command } from '../command.js';
import { cliError } from '../errors.js';
import { json } from '../table.js';

const types = ['custom_model', 'mlflow_model', 'triton_model'] as const;

export const register: Command = {
  usage:
    'carry register --name M --path P [--run NAME] [--type custom_model|mlflow_model|triton_model] ' +
    '[--description D] [--tag NAME=VALUE ...] [--json]',
  summary: "register a model from a run's artifacts, or from a local file or folder",
  async run(args, shell) {
    const { usage } = register;
    const { values } = readArguments(args, {
      usage,
      options: {
        name: { type: 'string' },
        path: { type: 'string' },
        run: { type: 'string' },
        type: { type: 'string' },
        description: { type: 'string' },
        tag: { type: 'string', multiple: true },
        json: { type: 'boolean' }
      }
    });
    const { name, path, run, description } = values;
    if (!name) throw cliError('Usage', { reason: '--name is missing', usage });
    if (!path) throw cliError('Usage', { reason: '--path is missing', usage });
    const type = types.find(known => known === values.type);
    if (values.type !== undefined && !type)
      throw cliError('Usage', { reason: `--type '${values.type}' is not known`, usage });
    const workspace = await shell.connect();
    const tags = readPairs(values.tag, usage);
    const model = await workspace.models.register({ name, path, run, type, description, tags });
    shell.out(values.json ? json(model) : `${model.name} ${model.version}\n`);
    return 0;
  }
};
