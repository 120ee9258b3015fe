import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { inRoot } from './places.mjs';

const versionIn = (lock, name) =>
  new RegExp(`^${name}==(\\S+)`, 'm').exec(readFileSync(inRoot('kernels', lock), 'utf8'))?.[1];

it("has MLflow's page in the version of MLflow's client", () => {
  const client = versionIn('requirements.lock', 'mlflow-skinny');
  expect(client).toBeDefined();
  expect(versionIn('mlflow-page.lock', 'mlflow')).toBe(client);
});

it.each(['numpy', 'pandas', 'matplotlib', 'scikit-learn', 'ipywidgets', 'mlflow-skinny'])(
  'has %s for notebooks, in a fixed version',
  name => {
    expect(versionIn('requirements.lock', name)).toMatch(/^\d/);
  }
);
