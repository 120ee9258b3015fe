import { describe, expect, it, vi } from 'vitest';
import {
  isUntitled,
  nameNotebook,
  proposedName,
  type AskName,
  type NameProblem
} from './naming.js';

const notebook = (...markdown: (string | string[])[]): string =>
  JSON.stringify({ cells: markdown.map(source => ({ cell_type: 'markdown', source })) });

/** A screen whose folder has some files. */
function screenWith(...files: string[]) {
  const rename = vi.fn((name: string) =>
    Promise.resolve<NameProblem | null>(files.includes(name) ? 'taken' : null)
  );
  return { text: () => notebook('# Adds'), rename };
}
const named = (screen: ReturnType<typeof screenWith>, ask: AskName): Promise<boolean> =>
  nameNotebook(screen, ask);

describe('an untitled notebook', () => {
  it.each(['Untitled.ipynb', 'deep/Untitled12.ipynb'])('is %s', path => {
    expect(isUntitled(path)).toBe(true);
  });
  it.each(['Untitled notes.ipynb', 'My Untitled.ipynb', 'Untitled/a.ipynb'])('is not %s', path => {
    expect(isUntitled(path)).toBe(false);
  });

  it('is renamed to the confirmed name, with the ending added once', async () => {
    const screen = screenWith();
    expect(await named(screen, () => Promise.resolve(' sums '))).toBe(true);
    expect(await named(screen, () => Promise.resolve('sums.ipynb'))).toBe(true);
    expect(screen.rename.mock.calls).toEqual([['sums.ipynb'], ['sums.ipynb']]);
  });

  it('keeps its name when the user cancels', async () => {
    const screen = screenWith();
    expect(await named(screen, () => Promise.resolve(null))).toBe(false);
    expect(screen.rename).not.toHaveBeenCalled();
  });

  it('is asked for again, with the reason, after a name that is taken or invalid', async () => {
    const answers = ['a/b', '', 'taken', 'free'];
    const ask = vi.fn<AskName>(() => Promise.resolve(answers.shift() ?? null));
    expect(await named(screenWith('taken.ipynb'), ask)).toBe(true);
    expect(ask.mock.calls.map(([question]) => question)).toEqual([
      { name: 'adds.ipynb', refused: null },
      { name: 'a/b.ipynb', refused: { name: 'a/b.ipynb', problem: 'invalid' } },
      { name: '.ipynb', refused: { name: '.ipynb', problem: 'invalid' } },
      { name: 'taken.ipynb', refused: { name: 'taken.ipynb', problem: 'taken' } }
    ]);
  });
});

describe('the proposed name', () => {
  it.each([
    [
      notebook('Text first\n\n## A network learns to add', '# Later'),
      'a-network-learns-to-add.ipynb'
    ],
    [notebook(['# Überschrift: ', '日本 /etc']), 'überschrift-日本-etc.ipynb'],
    [notebook('no heading'), 'notebook.ipynb'],
    [notebook('# ***'), 'notebook.ipynb'],
    [notebook(), 'notebook.ipynb']
  ])('comes from the first heading', (text, name) => {
    expect(proposedName(text)).toBe(name);
  });
});
