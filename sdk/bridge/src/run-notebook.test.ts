import { beforeEach, describe, expect, it } from 'vitest';
import { fakeWorkspace, type FakeJob } from './fake-workspace.test-support.js';
import { readRunNotebook } from './run-notebook.js';

describe('the executed notebook of a run', () => {
  let job: FakeJob;
  const read = (known?: string | null) =>
    readRunNotebook(fakeWorkspace([job]).workspace, 'one', { known: known ?? undefined });

  beforeEach(() => {
    job = { name: 'one', status: 'Running', files: ['outputs/n.ipynb'] };
    job.contents = { 'outputs/n.ipynb': '{"cells":[]}' };
  });

  it('is read as text', async () => {
    expect(await read()).toMatchObject({ path: 'outputs/n.ipynb', text: '{"cells":[]}' });
  });

  it('is sent again only when it has changed', async () => {
    const { version } = await read();
    expect(await read(version)).toMatchObject({ version, text: null });
    job.contents = { 'outputs/n.ipynb': '{"cells":[1]}' };
    expect(await read(version)).toMatchObject({ text: '{"cells":[1]}' });
  });

  it('is read without a list of the files once its path is known', async () => {
    const { workspace, asked } = fakeWorkspace([job]);
    const { path } = await readRunNotebook(workspace, 'one', {});
    expect(asked).toEqual(['run one', 'files one', 'get one']);
    asked.length = 0;
    await readRunNotebook(workspace, 'one', { path: path ?? undefined });
    expect(asked).toEqual(['run one']);
  });

  it('does not exist before the first cell', async () => {
    job.files = ['user_logs/std_log.txt'];
    const none = { path: null, finished: false, version: null, text: null };
    expect(await read()).toEqual(none);
  });

  it.each(['Completed', 'Failed', 'Canceled'])('is final once the run is %s', async status => {
    expect(await read()).toMatchObject({ finished: false });
    job.status = status;
    expect(await read()).toMatchObject({ finished: true });
  });

  it('is refused when it is larger than a page can show', async () => {
    job.contents = { 'outputs/n.ipynb': 'x'.repeat(51 * 1024 * 1024) };
    await expect(read()).rejects.toMatchObject({ code: 'NotebookTooLarge', status: 413 });
  });
});
