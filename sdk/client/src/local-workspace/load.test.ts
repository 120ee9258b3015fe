import { describe, expect, it } from 'vitest';
import { VERSION } from '../arm/client/index.js';
import { loadLocalWorkspace } from './index.js';

const missing = (name: string, from: string) =>
  Object.assign(new Error(`Cannot find package '${name}' imported from ${from}`), {
    code: 'ERR_MODULE_NOT_FOUND'
  });

describe('loadLocalWorkspace', () => {
  it('loads the package of the local workspace', async () => {
    const localWorkspace = await loadLocalWorkspace(async name => {
      await Promise.resolve();
      return { localWorkspace: { name, version: VERSION } };
    });
    expect(localWorkspace).toEqual({ name: '@carry-ml/local', version: VERSION });
  });

  it('names the install command when the package is not installed', async () => {
    const loading = loadLocalWorkspace(() => Promise.reject(missing('@carry-ml/local', '/a.js')));
    await expect(loading).rejects.toMatchObject({
      code: 'LocalWorkspaceMissing',
      message: expect.stringContaining('npm install @carry-ml/local') as string
    });
  });

  it('names a package that it needs and that is missing', async () => {
    const cause = missing('libsql', '/node_modules/@carry-ml/local/dist/index.js');
    await expect(loadLocalWorkspace(() => Promise.reject(cause))).rejects.toMatchObject({
      code: 'LocalWorkspaceIncomplete',
      message: expect.stringMatching(
        /Cannot find package 'libsql'.*\. Run 'npm install @carry-ml\/local' again/
      ) as string,
      cause
    });
  });

  it.each(['0.0.9', '0.2.0', '1.0.0', undefined])('refuses version %s', async version => {
    const loading = loadLocalWorkspace(() => Promise.resolve({ localWorkspace: { version } }));
    await expect(loading).rejects.toMatchObject({
      code: 'LocalWorkspaceMismatch',
      message: expect.stringContaining(`npm install @carry-ml/local@${VERSION}`) as string
    });
  });
});
