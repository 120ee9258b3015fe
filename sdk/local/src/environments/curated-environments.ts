import { emptyRequest, type EnvironmentRequest } from './environment-request.js';

/** What an environment that Azure provides holds, as far as jobs of users import it. */
interface Curated {
  name: RegExp;
  /** Absent if every Python that this machine has will do. */
  python?: string;
  packages: readonly string[];
}

/** The tools that Azure's training environments have besides their framework. */
const tools = [
  'azureml-mlflow',
  'ipykernel',
  'matplotlib',
  'psutil',
  'tqdm',
  'py-cpuinfo',
  'tensorboard'
];
/** What the newest MLflow stores models of scikit-learn with; azureml-mlflow brings MLflow without it. */
const sklearnModels = 'skops';
/** Azure's former SDK, which scripts import as `azureml.core`. */
const sdk = ['azureml-core', 'azureml-defaults', 'azureml-telemetry'];
const deepLearning = ['transformers', 'inference-schema', 'regex', 'pybind11'];

/**
 * The environments that Azure provides, by their names without the prefix `AzureML-`; the first row that fits counts. `$1` and `$2` are
 * parts of the name. Source: the folders `environments` of the public repository Azure/azureml-assets (assets/training,
 * assets/inference, assets/responsibleai, assets/pipelines), read at commit 4b41f8cc. Frameworks have the versions of the source; tools
 * that a training script only imports have none, so that they fit whichever Python this machine has.
 */
const table: readonly Curated[] = [
  // The trials of AutoML jobs run in it. Not Azure's packages, which need Python 3.10 or older: those of the local workspace's own search.
  {
    name: /^(ai-ml-)?automl$/,
    packages: [
      ...['scikit-learn==1.7.2', 'lightgbm==4.6.0', 'pandas==2.3.3', 'numpy==2.2.6'],
      // mltable reads URIs of the workspace with the help of azure-ai-ml only.
      ...['mlflow-skinny==3.4.0', 'mltable==1.6.3', 'azure-ai-ml==1.35.2']
    ]
  },
  {
    name: /^sklearn-1\.5$/,
    python: '3.10',
    packages: [
      ...['scikit-learn~=1.5.0', 'pandas~=1.5.3', 'scipy~=1.10.0', 'numpy~=1.22.0'],
      ...['joblib~=1.2.0', 'azureml-inference-server-http', sklearnModels, ...sdk, ...tools]
    ]
  },
  {
    name: /^sklearn-(1\.[01])$/,
    python: '3.9',
    packages: [
      ...['scikit-learn~=$1.0', 'pandas~=1.3.0', 'scipy~=1.10.0', 'numpy~=1.22.0'],
      ...['joblib~=1.2.0', sklearnModels, ...sdk, ...tools]
    ]
  },
  {
    name: /^lightgbm-3\.3$/,
    python: '3.10',
    packages: [
      ...['lightgbm>=4.6.0', 'xgboost~=1.7.6', 'scikit-learn~=1.5.1', 'pandas~=1.5.3'],
      ...['scipy~=1.10.0', 'numpy~=1.22.0', 'distributed', 'adlfs', sklearnModels, ...sdk, ...tools]
    ]
  },
  {
    name: /^tensorflow-(2\.\d+)-/,
    python: '3.10',
    packages: ['tensorflow~=$1.0', 'pandas', 'scikit-learn', ...sdk, ...tools]
  },
  {
    name: /^acpt-pytorch-2\.[28]-cuda/,
    python: '3.10',
    packages: [
      'torch==2.10.0',
      'torchvision==0.25.0',
      'torchaudio==2.10.0',
      ...deepLearning,
      ...sdk,
      ...tools
    ]
  },
  {
    name: /^(?:acpt-)?pytorch-(\d+\.\d+)-/,
    python: '3.8',
    packages: ['torch~=$1.0', 'torchvision', ...deepLearning, ...sdk, ...tools]
  },
  {
    name: /^responsibleai-tabular$/,
    python: '3.10',
    packages: [
      ...['responsibleai~=0.36.0', 'raiwidgets~=0.36.0', 'scikit-learn~=1.5.1', 'numpy<1.24.0'],
      ...['pandas<2.0.0', 'mlflow', 'mltable', 'azure-ai-ml', 'azureml-mlflow']
    ]
  },
  {
    name: /^minimal-py3(\d+)-/,
    python: '3.$1',
    packages: [
      'azureml-inference-server-http',
      'numpy',
      'joblib',
      'azure-identity',
      'azure-storage-blob'
    ]
  },
  {
    name: /^mlflow-.{0,64}py3(\d{1,2}).{0,64}inference$/,
    python: '3.$1',
    packages: [
      ...['azureml-inference-server-http', 'azureml-ai-monitoring', 'mlflow', 'scikit-learn'],
      ...['cloudpickle', 'psutil', 'pandas', 'numpy', 'joblib']
    ]
  },
  {
    name: /^mlflow-model-inference$/,
    python: '3.12',
    packages: [
      'azureml-inference-server-http',
      'mlflow',
      'scikit-learn',
      'cloudpickle',
      'psutil',
      'pandas',
      'numpy',
      'joblib'
    ]
  },
  { name: /^mldesigner-minimal$/, python: '3.10', packages: ['mldesigner'] },
  {
    name: /^mldesigner$/,
    python: '3.10',
    packages: ['azure-ai-ml', 'azureml-mlflow', 'mldesigner']
  },
  // Names of environments that Azure has withdrawn, which files of users still mention, say what they hold.
  {
    name: /^sklearn-(\d+\.\d+)-/,
    python: '3.8',
    packages: ['scikit-learn~=$1.0', 'pandas', sklearnModels, ...sdk, ...tools]
  },
  {
    name: /^lightgbm-/,
    python: '3.8',
    packages: ['lightgbm', 'scikit-learn', 'pandas', sklearnModels, ...sdk, ...tools]
  },
  {
    name: /^xgboost-(\d+\.\d+)-/,
    python: '3.8',
    packages: ['xgboost~=$1.0', 'scikit-learn', 'pandas', sklearnModels, ...sdk, ...tools]
  }
];

/** The name as the table has it: without prefix, in lower case. */
function plainName(name: string): string {
  return name.replace(/^AzureML-/i, '').toLowerCase();
}

/** True if the name is that of an environment in the table. */
export function isCuratedName(name: string): boolean {
  return table.some(row => row.name.test(plainName(name)));
}

/**
 * The image of an environment of Azure, in Microsoft's public registry. None for a name that the table lacks, nor for AutoML's, whose
 * trials need the packages of the local workspace's own search.
 */
export function curatedImage(name: string, version = 'latest'): string | undefined {
  const plain = plainName(name);
  return isCuratedName(name) && !/automl$/.test(plain)
    ? `mcr.microsoft.com/azureml/curated/${plain}:${version}`
    : undefined;
}

/** What an environment of Azure holds; for a name that the table lacks, nothing, with that as not honoured. */
export function curatedRequest(name: string): EnvironmentRequest {
  const request = emptyRequest();
  const plain = plainName(name);
  const row = table.find(each => each.name.test(plain));
  if (!row) {
    request.ignored.push(`the packages of Azure's environment '${name}', which are not known here`);
    return request;
  }
  const match = row.name.exec(plain) ?? [];
  const filled = (text: string) =>
    text.replace(/\$(\d)/g, (_, n: string) => match[Number(n)] ?? '');
  // Withdrawn names have the Python version in them.
  const inName = /-py(3)(\d+)/.exec(plain);
  const version = inName ? `3.${inName[2] ?? ''}` : row.python && filled(row.python);
  if (version !== undefined) request.python = `==${version}.*`;
  request.installs.push({ requirements: row.packages.map(filled) });
  if (/cuda|gpu/.test(plain)) request.ignored.push('CUDA');
  return request;
}
