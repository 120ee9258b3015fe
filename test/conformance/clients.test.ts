import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, it } from 'vitest';
import { expectAllPassed, nodeTest, pytest, type ChildTest } from './child-tests.js';
import { startLocalWorkspace, type LocalWorkspace } from './local-workspace.js';

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));

/** A client's name, and the function that runs its tests. */
type Suite = [string, (environment: Record<string, string>) => Promise<ChildTest[]>];

/** Each of these files tests one of Microsoft's clients; they share the module `workspace.mjs`. */
const azureSdkForJs = readdirSync(here('azure-sdk-for-js'))
  .filter(file => file !== 'workspace.mjs')
  .map((file): Suite => [
    file,
    environment => nodeTest(here(`azure-sdk-for-js/${file}`), environment)
  ]);

const beside = here('mlflow/test_beside_mlflow.py');

/** Each suite tests a new workspace with an unmodified client of Microsoft or MLflow. A failure names the failed test of the suite. */
describe('unmodified clients against the local workspace', { timeout: 600_000 }, () => {
  let workspace: LocalWorkspace;
  beforeEach(async () => {
    workspace = await startLocalWorkspace();
  }, 60_000);
  afterEach(() => workspace.stop());

  it.each<Suite>([
    ['azure-ai-ml', environment => pytest(here('azure-ai-ml'), environment)],
    [
      'azure-ai-ml 1.23',
      environment =>
        pytest(here('azure-ai-ml-1.23'), environment, { venv: '.venv-azure-ai-ml-1.23' })
    ],
    ['mlflow', environment => pytest(here('mlflow'), environment, { without: beside })],
    [
      'azureml-mlflow',
      environment => pytest(here('azureml-mlflow'), environment, { venv: '.venv-azureml-mlflow' })
    ],
    [
      'azureml-mlflow with MLflow 2',
      environment =>
        pytest(here('azureml-mlflow/test_model_uris.py'), environment, {
          venv: '.venv-azureml-mlflow-2'
        })
    ],
    [
      'azureml-core',
      environment => pytest(here('azureml-core'), environment, { venv: '.venv-azureml-core' })
    ],
    ['mlflow beside a real server', environment => pytest(beside, environment)],
    ...azureSdkForJs
  ])('%s', async (client, run) => {
    const tests = await run(workspace.environment);
    console.log(`${client}: ${tests.length} tests`);
    expectAllPassed(tests);
  });
});
