import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { writeNotebook } from '../notebook-file.js';
import { browser, lab, useLab } from './lab-session.js';
import { SidebarPage } from './sidebar-page.js';

/** A run that logs a metric and an MLflow model with a signature. */
const TRAIN = `import mlflow
class Doubler(mlflow.pyfunc.PythonModel):
    def predict(self, context, model_input, params=None):
        return model_input["x"] * 2
from mlflow.models import ModelSignature
from mlflow.types.schema import ColSpec, Schema
signature = ModelSignature(inputs=Schema([ColSpec("double", "x")]))
mlflow.log_metric("loss", 0.125)
mlflow.pyfunc.save_model("outputs/model", python_model=Doubler(), signature=signature, pip_requirements=[])`;

/** Another client of the workspace: `arm(method, path, properties)` and MLflow's own client. */
const CLIENT = `import os, requests, mlflow
client = mlflow.MlflowClient()
def arm(method, path, properties, **more):
    workspace = os.environ["MLFLOW_TRACKING_URI"].replace("/mlflow/plain", "")
    answer = requests.request(method, workspace + path + "?api-version=2023-04-01",
        json={"location": "local", "properties": properties, **more},
        headers={"Authorization": "Bearer " + os.environ["MLFLOW_TRACKING_TOKEN"]})
    answer.raise_for_status()
`;

useLab(() => {
  writeNotebook(join(lab.root, 'train.ipynb'), { cells: [TRAIN] });
});

describe('registered models', () => {
  it('show versions, metrics, lineage and files; aliases and notes are edited, deletion is guarded', async () => {
    const sidebar = await SidebarPage.open(browser, lab, 'train.ipynb');
    const { page } = sidebar;
    const panel = page.locator('.carry-Models');
    await sidebar.submit();
    await sidebar.runReaches('Completed', 180_000);
    await sidebar.register('doubler', 'outputs/model');

    // Another client registers a version: it appears without a click.
    const lines = page.locator('.carry-Version');
    await expect.poll(() => lines.count()).toBe(1);
    await expect.poll(() => lines.first().innerText()).toContain('loss 0.125');
    await lab.python(`${CLIENT}
v = client.get_model_version("doubler", "1")
client.create_model_version("doubler", v.source, v.run_id, description='<img src=x> a"b')`);
    await expect.poll(() => lines.count(), { timeout: 30_000 }).toBe(2);
    await sidebar.keepPicture('models-1-list');

    await page.locator('.carry-Version', { hasText: 'loss' }).last().click();
    const title = page.getByRole('heading', { name: 'doubler, version 1' });
    await title.waitFor();
    const lineage = page.getByRole('list', { name: 'Lineage' });
    await expect
      .poll(() => lineage.innerText())
      .toMatch(/train[\s\S]*version 1[\s\S]*not deployed/);
    await page.getByText('MLflow model', { exact: false }).first().waitFor();
    await expect
      .poll(() => page.getByRole('region', { name: 'Files' }).innerText())
      .toMatch(/MLmodel[\s\S]*Download/);

    // A prediction runs the model; a wrong value is refused before.
    await panel.getByLabel('x (double)').fill('many');
    await panel.getByRole('button', { name: 'Predict' }).click();
    await panel.getByText('Enter a number').waitFor();
    await panel.getByLabel('x (double)').fill('21');
    await panel.getByRole('button', { name: 'Predict' }).click();
    await expect
      .poll(() => panel.getByLabel('Prediction').innerText(), { timeout: 60_000 })
      .toMatch(/"x": 42/);
    await sidebar.keepPicture('models-2-prediction');

    await page.getByLabel('New alias').fill('champion');
    await page.getByLabel('New alias').press('Enter');
    await page.getByRole('button', { name: 'Remove the alias champion' }).waitFor();
    await panel.getByLabel('Description').fill('doubles <b>x</b>');
    await panel.getByRole('button', { name: 'Add a tag' }).click();
    await panel.getByLabel('Tags: name').fill('team');
    await panel.getByLabel('Tags: value of team').fill('a"b');
    await panel.getByRole('button', { name: 'Save' }).click();
    await panel.getByRole('button', { name: 'Save' }).waitFor({ state: 'detached' });
    await sidebar.keepPicture('models-2-version');
    const read = await lab.python(`${CLIENT}
v = client.get_model_version_by_alias("doubler", "champion")
print(v.version, v.description, v.tags)`);
    expect(read.trim()).toBe(`1 doubles <b>x</b> {'team': 'a"b'}`);

    // A version with an alias is not deleted, and the message names it.
    await page.getByRole('button', { name: 'Delete…' }).click();
    await page.locator('.jp-Dialog .jp-mod-accept').click();
    await page.getByText("in use by the alias 'champion'").waitFor({ timeout: 30_000 });
    await page.getByRole('button', { name: 'Remove the alias champion' }).click();
    await page
      .getByRole('button', { name: 'Remove the alias champion' })
      .waitFor({ state: 'detached' });

    // Nor is one that an endpoint serves.
    await lab.python(`${CLIENT}
arm("PUT", "/onlineEndpoints/sums", {"authMode": "Key"})
arm("PUT", "/onlineEndpoints/sums/deployments/blue", {"endpointComputeType": "Managed", "model": "azureml:doubler:1"})`);
    await page.getByRole('button', { name: 'All models' }).click();
    await expect
      .poll(() => page.evaluate(() => document.activeElement?.className))
      .toContain('carry-Version');
    await page.keyboard.press('Enter');
    await expect.poll(() => lineage.innerText(), { timeout: 30_000 }).toContain('sums');
    await page.getByRole('button', { name: 'Delete…' }).click();
    await page.locator('.jp-Dialog .jp-mod-accept').click();
    await page
      .getByText("the deployment 'blue' of the endpoint 'sums'")
      .waitFor({ timeout: 30_000 });
    await sidebar.keepPicture('models-3-in-use');

    // The link of the lineage leads to the run.
    await lineage.getByRole('button').click();
    await page.locator('.carry-Job-title', { hasText: 'train' }).waitFor();
    await sidebar.showPanel('Models');

    await lab.python(`${CLIENT}
arm("DELETE", "/onlineEndpoints/sums/deployments/blue", {})`);
    await page.getByRole('button', { name: 'All models' }).click();
    await page.getByRole('button', { name: 'Delete “doubler”…' }).click();
    await page.locator('.jp-Dialog input').fill('double');
    await page.locator('.jp-Dialog .jp-mod-accept').click();
    await page.getByText("'double' is not the name of the model").waitFor({ timeout: 30_000 });
    await page.getByRole('button', { name: 'Delete “doubler”…' }).click();
    await page.locator('.jp-Dialog input').fill('doubler');
    await page.locator('.jp-Dialog .jp-mod-accept').click();
    await page.getByText('No model is registered yet.').waitFor({ timeout: 30_000 });
    expect(sidebar.complaints).toEqual([]);
    await sidebar.close();
  }, 300_000);
});
