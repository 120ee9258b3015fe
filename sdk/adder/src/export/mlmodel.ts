import { randomUUID } from 'node:crypto';
import type { AdderCard } from '../adder.js';
import { ALPHABET } from '../data.js';
import { PORTS } from './onnx.js';

/** The versions with which serving was tested; newer versions work too. */
const PYTHON = '3.11';
const PACKAGES = {
  mlflow: '3.17.2',
  onnx: '1.23.2',
  onnxruntime: '1.31.1'
};

/** The files of an MLflow model with the flavor onnx. */
export const MLFLOW_FILES = { mlmodel: 'MLmodel', onnx: 'model.onnx' } as const;

const requirements = Object.entries(PACKAGES).map(([name, version]) => `${name}==${version}`);

/** Returns the text files of the MLflow model by file name. */
export function mlflowFiles(card: AdderCard, now: Date): Record<string, string> {
  return {
    [MLFLOW_FILES.mlmodel]: mlmodel(card, now),
    'requirements.txt': requirements.join('\n') + '\n',
    'python_env.yaml': `python: '${PYTHON}'
build_dependencies:
- pip
dependencies:
- -r requirements.txt
`,
    'conda.yaml': `name: mlflow-env
channels:
- conda-forge
dependencies:
- python=${PYTHON}
- pip
- pip:
${requirements.map(requirement => `  - ${requirement}`).join('\n')}
`
  };
}

function mlmodel(card: AdderCard, now: Date): string {
  const steps = card.arch === 'classic' ? [2 * card.digits + 1, card.digits + 1] : [-1, -1];
  const [asked, answered] = steps as [number, number];
  // A JSON string is also a YAML string; MLflow expects these two as JSON within YAML.
  const inputs = JSON.stringify(JSON.stringify([port(PORTS.question, asked)]));
  const outputs = JSON.stringify(
    JSON.stringify([port(PORTS.logits, answered), port(PORTS.probabilities, answered)])
  );
  return `flavors:
  onnx:
    code: null
    data: ${MLFLOW_FILES.onnx}
    onnx_version: ${PACKAGES.onnx}
    providers:
    - CPUExecutionProvider
  python_function:
    data: ${MLFLOW_FILES.onnx}
    env:
      conda: conda.yaml
      virtualenv: python_env.yaml
    loader_module: mlflow.onnx
    python_version: '${PYTHON}'
metadata:
  alphabet: ${JSON.stringify(ALPHABET)}
  text_to_tensor: README.md
${Object.entries(card)
  .map(([key, value]) => `  ${key}: ${JSON.stringify(value)}`)
  .join('\n')}
mlflow_version: ${PACKAGES.mlflow}
model_uuid: ${randomUUID().replaceAll('-', '')}
signature:
  inputs: ${inputs}
  outputs: ${outputs}
  params: null
utc_time_created: '${now.toISOString().replace('T', ' ').replace('Z', '')}'
`;
}

function port(name: string, steps: number) {
  const spec = { dtype: 'float32', shape: [-1, steps, ALPHABET.length] };
  return { name, type: 'tensor', 'tensor-spec': spec };
}
