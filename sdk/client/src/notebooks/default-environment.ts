/** The environment that notebook jobs run in when none is named. */
export const NOTEBOOK_ENVIRONMENT = 'carry-notebook';

/**
 * What is made of it in a workspace that has none: Microsoft's small base image with Python, Node and what the job
 * side needs (papermill runs the notebook, ipykernel is the Python kernel, the last two reach the workspace's
 * MLflow). Notebooks with further needs name an environment of their own.
 */
export const notebookEnvironment = {
  image: 'mcr.microsoft.com/azureml/openmpi4.1.0-ubuntu22.04:latest',
  description: 'Runs notebooks submitted by Carry: Python, Node, papermill and MLflow.',
  condaFile: `name: carry-notebook
channels:
  - conda-forge
dependencies:
  - python=3.11
  - nodejs=20
  - pip
  - pip:
      - papermill>=2.6
      - ipykernel>=6.29
      - mlflow-skinny>=2.16
      - azureml-mlflow>=1.57
`
};
