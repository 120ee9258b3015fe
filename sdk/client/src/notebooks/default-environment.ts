/** Name of the default environment of notebook jobs. */
export const NOTEBOOK_ENVIRONMENT = 'carry-notebook';

/**
 * The default environment as it is created in a workspace that does not have it: Microsoft's small base image with
 * Python, Node, the packages of the job side (papermill runs the notebook, ipykernel is the Python kernel, the next
 * two connect to the workspace's MLflow), and those that most notebooks import. They are the packages of the
 * checkout's own Python (kernels/requirements.in). Notebooks that need more name an environment of their own.
 */
export const notebookEnvironment = {
  image: 'mcr.microsoft.com/azureml/openmpi4.1.0-ubuntu22.04:latest',
  description:
    'Runs notebooks submitted by Carry: Python with scikit-learn, Node, papermill and MLflow.',
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
      - numpy
      - pandas
      - matplotlib
      - scikit-learn
      - skops
      - ipywidgets>=8
`
};
