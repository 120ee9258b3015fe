import { describe, expect, it } from 'vitest';
import { loadLocalWorkspace } from './index.js';

const missing = (name: string, from: string) =>
  Object.assign(new Error(`Cannot find package '${name}' imported from ${from}`), {
    code: 'ERR_MODULE_NOT_FOUND'
  });

describe('loadLocalWorkspace', () => {
  it('loads the package of the local workspace', async () => {
    const localWorkspace = await loadLocalWorkspace(async name => {
      await Promise.resolve();
      return { localWorkspace: { name } };
    });
    expect(localWorkspace).toEqual({ name: '@carry-ml/local' });
  });

  it('names the install command when the package is not installed', async () => {
    const loading = loadLocalWorkspace(() => Promise.reject(missing('@carry-ml/local', '/a.js')));
    await expect(loading).rejects.toMatchObject({
      code: 'LocalWorkspaceMissing',
      message: expect.stringContaining('npm install @carry-ml/local') as string
    });
  });

  it('does not blame the package for one that it needs', async () => {
    const cause = missing('libsql', '/node_modules/@carry-ml/local/dist/index.js');
    await expect(loadLocalWorkspace(() => Promise.reject(cause))).rejects.toBe(cause);
  });
});
