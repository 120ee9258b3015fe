import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { NotebookInfo } from '@carry-ml/bridge';
import { ServiceError } from '../../service/service-error.js';
import type { ICarryService } from '../../tokens.js';
import { NotebookReading } from './notebook-reading.js';
import { info, makeService, Screen } from './screen.test-support.js';

let screen: Screen;
let made: ReturnType<typeof makeService>;
let notebook: NotebookReading;

beforeEach(async () => {
  screen = new Screen();
  made = makeService(screen);
  notebook = new NotebookReading(made.service as unknown as ICarryService, screen);
  await vi.waitFor(() => {
    expect(notebook.info).not.toBeNull();
  });
});
afterEach(() => {
  notebook.dispose();
});

describe('the notebook on screen', () => {
  it('says why nothing could be excluded', async () => {
    const error = { code: 'IgnoreFileNotWritten', message: 'It is read-only.' };
    made.service.exclude.mockRejectedValueOnce(new ServiceError(error));
    await notebook.exclude('data/');
    expect(notebook.excludeError).toMatchObject(error);
  });

  it('shows an edited parameters cell before it is saved', async () => {
    screen.edited.emit();
    await vi.waitFor(() => {
      expect(notebook.info?.parameters[0]?.default).toBe(5);
    });
    expect(made.service.parameters).toHaveBeenCalledWith('a.ipynb', '{"cells":[]}');
  });

  it('ignores a late response about an earlier notebook', async () => {
    let respond: (value: NotebookInfo) => void = () => undefined;
    made.service.notebook.mockReturnValueOnce(new Promise(resolve => (respond = resolve)));
    screen.show('slow.ipynb');
    screen.show('b.ipynb');
    await vi.waitFor(() => {
      expect(notebook.info?.path).toBe('b.ipynb');
    });
    respond(info('slow.ipynb'));
    await Promise.resolve();
    expect(notebook.info?.path).toBe('b.ipynb');
  });

  it('has the upload and the warnings that follow from an exclusion', async () => {
    const missing = [{ kind: 'file' as const, name: 'data.csv', cell: 1 }];
    const { snapshot } = info('a.ipynb');
    made.service.exclude.mockResolvedValueOnce({ snapshot: { ...snapshot, leftOut: 1 }, missing });
    await notebook.exclude('data.csv');
    expect(notebook.info).toMatchObject({ path: 'a.ipynb', snapshot: { leftOut: 1 }, missing });
  });
});
