import { defineCommand } from '../define-command.js';
import { jsonOption } from '../json-option.js';
import { json } from '../table.js';

export const register = defineCommand({
  name: 'register',
  summary: "register a model from a run's artifacts, or from a local file or folder",
  options: {
    name: { kind: 'text', value: 'M', required: true, description: 'the name of the model' },
    path: {
      kind: 'text',
      value: 'P',
      required: true,
      completes: 'file',
      description: "the path of the model among the run's artifacts, or on this machine"
    },
    run: { kind: 'text', value: 'NAME', description: 'the job whose run has the artifacts' },
    type: {
      kind: 'choice',
      choices: ['custom_model', 'mlflow_model', 'triton_model'],
      description: 'the format of the model'
    },
    description: { kind: 'text', value: 'D', description: 'a description of this version' },
    tag: { kind: 'pairs', value: 'NAME=VALUE', description: 'set a tag of this version' },
    json: jsonOption
  },
  examples: [
    'carry register --run NAME --path model --name adder',
    'carry register --path ./adder --name adder --tag digits=2'
  ],
  async run({ options: { json: asJson, tag: tags, ...fields } }, shell) {
    const workspace = await shell.connect();
    const model = await workspace.models.register({ ...fields, tags });
    if (asJson) shell.out(json(model));
    else shell.line(`${model.name} ${model.version}`);
    return 0;
  }
});
