import { describe, expect, it } from 'vitest';
import { inheritedVariables } from './inherited-variables.js';

/** Returns the names among these that a job inherits. */
const inherited = (names: string[], more?: string[]) =>
  Object.keys(inheritedVariables(Object.fromEntries(names.map(name => [name, 'value'])), more));

describe('the variables that a job inherits', () => {
  it('are those that programs need', () => {
    const needed = ['PATH', 'HOME', 'LC_ALL', 'TZ', 'https_proxy', 'CUDA_VISIBLE_DEVICES'];
    expect(inherited(needed)).toEqual(needed);
  });

  it.each([
    ...['AWS_SECRET_ACCESS_KEY', 'AWS_SESSION_TOKEN', 'AZURE_CLIENT_SECRET', 'ARM_CLIENT_SECRET'],
    ...['JUPYTERHUB_API_TOKEN', 'JPY_API_TOKEN', 'JUPYTER_TOKEN', 'GITHUB_TOKEN', 'GH_TOKEN'],
    ...['HF_TOKEN', 'HUGGING_FACE_HUB_TOKEN', 'WANDB_API_KEY', 'OPENAI_API_KEY', 'NVIDIA_API_KEY'],
    ...['UV_PUBLISH_TOKEN', 'UV_INDEX_PRIVATE_PASSWORD', 'NPM_TOKEN', 'npm_config__authToken'],
    ...['CUDA_REPO_TOKEN', 'SSH_AUTH_SOCK', 'GPG_AGENT_INFO', 'DBUS_SESSION_BUS_ADDRESS'],
    ...['LD_PRELOAD', 'PYTHONPATH', 'PYTHONSTARTUP', 'NODE_OPTIONS', 'BASH_ENV', 'CARRY_HOME'],
    ...['MLFLOW_TRACKING_PASSWORD', 'DATABASE_URL', 'SOME_VARIABLE']
  ])('are not %s', name => {
    expect(inherited([name])).toEqual([]);
  });

  it('include those that the setting names, but never our own', () => {
    const names = ['WANDB_API_KEY', 'WANDB_MODE', 'HF_TOKEN', 'HF_TOKEN_2', 'CARRY_HOME'];
    expect(inherited(names, ['WANDB_*', 'HF_TOKEN', 'CARRY_*'])).toEqual([
      'WANDB_API_KEY',
      'WANDB_MODE',
      'HF_TOKEN'
    ]);
  });

  it.each(['PIP_INDEX_URL', 'UV_INDEX', 'npm_config_registry'])(
    'include %s without credentials only',
    name => {
      expect(inheritedVariables({ [name]: 'https://packages.example/simple' })).toHaveProperty(
        name
      );
      expect(inheritedVariables({ [name]: 'https://ada:pw@packages.example/simple' })).toEqual({});
      expect(
        inheritedVariables({ [name]: 'https://ada:pw@packages.example' }, [name])
      ).toHaveProperty(name);
    }
  );
});
