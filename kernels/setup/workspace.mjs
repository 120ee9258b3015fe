import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { environment, finished } from './command.mjs';
import { Failure } from './failure.mjs';
import { inRoot } from './places.mjs';

const cli = inRoot('sdk', 'client', 'dist', 'cli', 'main.js');

/**
 * Returns the workspace of the notebooks in `folder`: the Azure workspace that a config.json or the variables name, else the
 * local one, which it starts.
 *
 * @returns {Promise<{ name: string, local: boolean, environment: Record<string, string> }>}
 */
export async function openWorkspace(folder) {
  const azure = azureConfig(folder);
  if (azure) return { name: azure, local: false, environment: {} };
  const { AZUREML_ARM_WORKSPACE_NAME: named, ARM_CLOUD_METADATA_URL: emulated } = process.env;
  if (named && !emulated) return { name: named, local: false, environment: {} };
  await carry('The local workspace could not be started', 'up');
  const text = await carry('The local workspace does not respond', 'env', '--json');
  return { name: 'local workspace', local: true, environment: JSON.parse(text) };
}

async function carry(failure, ...args) {
  const { code, output } = await finished([process.execPath, cli, ...args], { env: environment() });
  if (code === 0) return output;
  const last = output.trimEnd().split('\n').at(-1);
  throw new Failure(`${failure}: ${last}`);
}

/** Returns the workspace name of the nearest config.json of Azure ML at or above a folder, as MLClient.from_config finds it. */
function azureConfig(folder) {
  for (let at = folder; ; at = path.dirname(at)) {
    for (const file of [path.join(at, 'config.json'), path.join(at, '.azureml', 'config.json')]) {
      const name = workspaceName(file);
      if (name) return name;
    }
    if (at === path.dirname(at)) return undefined;
  }
}

function workspaceName(file) {
  if (!existsSync(file)) return undefined;
  try {
    const { subscription_id: subscription, workspace_name: name } = JSON.parse(
      readFileSync(file, 'utf8')
    );
    return subscription && name;
  } catch {
    // The config.json of another program, or a folder of that name.
    return undefined;
  }
}
