import { describe, expect, it } from 'vitest';
import { fillCommand, shellWord } from './command-line.js';

const path = (text: string) => ({ text, isPath: true });
const ports = {
  inputs: {
    data: path('/d/x.csv'),
    rate: { text: '0.1', isPath: false },
    none: undefined,
    spaced: path(`/a b/it's $x`),
    words: { text: 'a b', isPath: false }
  },
  outputs: { model: path('/o/m') }
};

describe('fillCommand', () => {
  it('inserts inputs and outputs as text', () => {
    expect(
      fillCommand('train ${{inputs.data}} --rate ${{ inputs.rate }} > ${{outputs.model}}', ports)
    ).toBe('train /d/x.csv --rate 0.1 > /o/m');
  });

  it.each([
    ['cat ${{inputs.spaced}}', `cat '/a b/it'\\''s $x'`],
    ['cat "${{inputs.spaced}}/y"', `cat "/a b/it's \\$x/y"`],
    [`cat '\${{inputs.spaced}}'`, `cat '/a b/it'\\''s $x'`],
    [`echo "it's" \${{inputs.spaced}}`, `echo "it's" '/a b/it'\\''s $x'`],
    [`echo \\" \${{inputs.spaced}}`, `echo \\" '/a b/it'\\''s $x'`],
    ['echo ${{inputs.words}} "${{inputs.data}}"', 'echo a b "/d/x.csv"']
  ])('keeps a path one word in %s', (command, filled) => {
    expect(fillCommand(command, ports)).toBe(filled);
  });

  it('keeps an optional part when its input was given and drops it when not', () => {
    expect(fillCommand('a $[[--r ${{inputs.rate}}]] $[[--n ${{inputs.none}}]] b', ports)).toBe(
      'a --r 0.1  b'
    );
  });

  it('rejects a placeholder that the job does not have, and names it', () => {
    expect(() => fillCommand('x ${{inputs.dta}}', ports)).toThrow(
      /'\$\{\{inputs\.dta\}\}'.*no such input/
    );
  });

  it("keeps the shell's own dollar signs", () => {
    expect(fillCommand('echo $HOME ${X} $$', ports)).toBe('echo $HOME ${X} $$');
  });
});

describe('shellWord', () => {
  it('keeps a plain path unchanged', () => {
    expect(shellWord('/a/b-c_d.csv')).toBe('/a/b-c_d.csv');
  });

  it('quotes spaces and quotes', () => {
    expect(shellWord(`/a b/it's`)).toBe(`'/a b/it'\\''s'`);
  });
});
