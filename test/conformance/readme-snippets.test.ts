import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { root, run, startLocalWorkspace, type LocalWorkspace } from './local-workspace.js';
import { writeNotebook } from '../notebook-file.js';

/** The TypeScript snippets of the README, as a user pastes them into cells. */
const snippets = [
  ...readFileSync(join(root, 'README.md'), 'utf8').matchAll(/^```ts\n(.*?)^```/gms)
].map(([, code = '']) => code.trimEnd());

interface Cell {
  outputs: { output_type: string; text?: string | string[] }[];
}

describe('the snippets of the README in a TypeScript notebook', { timeout: 300_000 }, () => {
  let workspace: LocalWorkspace;
  let results: string;
  beforeAll(async () => {
    workspace = await startLocalWorkspace();
    // The kernel finds packages from the folder of its notebook upwards, so the folders are in the checkout.
    mkdirSync(join(root, 'test/results'), { recursive: true });
    results = mkdtempSync(join(root, 'test/results/readme-'));
  }, 60_000);
  afterAll(async () => {
    await workspace.stop();
    rmSync(results, { recursive: true, force: true });
  });

  /** Runs cells in one kernel, in a folder with other files, and returns what each of them has printed. */
  async function printed(folder: string, cells: string[], files: Record<string, string> = {}) {
    const place = join(results, folder);
    mkdirSync(place);
    for (const [name, text] of Object.entries(files)) writeFileSync(join(place, name), text);
    const notebook = join(place, 'snippets.ipynb');
    writeNotebook(notebook, { kernel: 'tslab', cells });
    const program = `import sys, nbformat, nbclient
notebook = nbformat.read(sys.argv[1], 4)
client = nbclient.NotebookClient(notebook, kernel_name="tslab", resources={"metadata": {"path": sys.argv[2]}}, allow_errors=True)
client.execute()
nbformat.write(notebook, sys.argv[1])`;
    const python = join(root, '.venv/bin/python');
    const ended = await run(python, ['-c', program, notebook, place], workspace.environment);
    expect(ended).toMatchObject({ code: 0 });
    const { cells: executed } = JSON.parse(readFileSync(notebook, 'utf8')) as { cells: Cell[] };
    return executed.map(({ outputs }) => outputs.flatMap(({ text = '' }) => text).join(''));
  }

  it('are two, and work as they stand in the folder that the README names', async () => {
    expect(snippets).toHaveLength(2);
    const adder = readFileSync(join(root, 'notebooks/01-adder.ipynb'), 'utf8');
    const [job, training] = await printed('notebooks', [...snippets], { '01-adder.ipynb': adder });
    expect(job).toMatch(/All 9 code cells ran\.[^]*name: 'adder',\s+version: '2'/);
    expect(training).toMatch(/^1111111110$/m);
    expect(training).not.toMatch(/error/i);
  });

  it('say in another folder where the path starts, without a stack', async () => {
    const [job] = await printed('elsewhere', [snippets[0]!]);
    expect(job).toBe(
      `CarryError [NotebookNotFound]: There is no notebook at '01-adder.ipynb'. Save it first if it is new. Check the path; a relative one starts in '${join(results, 'elsewhere')}'.\n`
    );
  });
});
