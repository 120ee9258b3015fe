import { mkdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import type { Artifact, ModelInput, Workspace } from 'carry-ml';
import { describe, expect, it } from 'vitest';
import { predict } from './predict.js';

/** A workspace whose model has some files and inputs, and downloads as an empty folder. */
function workspaceWith(files: Partial<Artifact>[], inputs?: ModelInput[]): Workspace {
  return {
    models: {
      files: () => Promise.resolve({ list: () => Promise.resolve(files) }),
      signature: () => Promise.resolve(inputs),
      download: async (
        _name: string,
        _version: string,
        dir: string,
        { signal }: { signal: AbortSignal }
      ) => {
        await mkdir(dir);
        signal.throwIfAborted();
      }
    }
  } as unknown as Workspace;
}

const attempt = (ws: Workspace, signal = new AbortController().signal) =>
  predict({
    ws,
    model: { name: 'm', version: '1' },
    values: { sum: '27+15' },
    labFolder: tmpdir(),
    signal
  });

describe('a prediction', () => {
  it('is refused for a model that does not say what it takes', async () => {
    await expect(attempt(workspaceWith([{ path: 'weights.bin' }]))).rejects.toMatchObject({
      code: 'PredictionUnsupported'
    });
  });

  it('is refused for a model that is too large, before it is downloaded', async () => {
    const files = [{ path: 'adder.json' }, { path: 'weights.bin', size: 600_000_000 }];
    await expect(attempt(workspaceWith(files))).rejects.toMatchObject({ code: 'ModelTooLarge' });
  });

  it('says in a sentence why a model could not predict, without a stack', async () => {
    const ws = workspaceWith([{ path: 'adder.json' }]);
    await expect(attempt(ws)).rejects.toMatchObject({
      code: 'PredictionFailed',
      message: expect.stringMatching(/^The model could not predict: [^\n]*adder\.json[^\n]*$/)
    });
  });

  it('is ended when the user leaves', async () => {
    const ws = workspaceWith([{ path: 'adder.json' }]);
    await expect(attempt(ws, AbortSignal.abort())).rejects.toMatchObject({
      code: 'PredictionEnded',
      message: expect.stringContaining('cancelled')
    });
  });
});
