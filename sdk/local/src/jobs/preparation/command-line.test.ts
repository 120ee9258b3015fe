import { describe, expect, it } from 'vitest';
import { fillCommand } from './command-line.js';

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
    ['echo ${{inputs.words}} "${{inputs.data}}"', 'echo a b "/d/x.csv"'],
    ["# don't\ncat ${{inputs.spaced}}", `# don't\ncat '/a b/it'\\''s $x'`],
    ["echo a#'b ${{inputs.spaced}}'", `echo a#'b /a b/it'\\''s $x'`],
    ['echo "$(cat "${{inputs.spaced}}")"', `echo "$(cat "/a b/it's \\$x")"`],
    ['echo "$(cat ${{inputs.spaced}})"', `echo "$(cat '/a b/it'\\''s $x')"`],
    ['echo "`cat ${{inputs.spaced}}`"', `echo "\`cat '/a b/it'\\''s $x'\`"`],
    ["echo $'\\'${{inputs.spaced}}'", `echo $'\\'/a b/it\\'s $x'`],
    [
      'cat <<E\n"${{inputs.spaced}}"\nE\ncat ${{inputs.spaced}}',
      `cat <<E\n"/a b/it's \\$x"\nE\ncat '/a b/it'\\''s $x'`
    ],
    ["cat <<'E'\nit's ${{inputs.spaced}}\nE", `cat <<'E'\nit's /a b/it's $x\nE`],
    [
      'cat <<-A <<B\n\tA\n${{inputs.spaced}}\nB\ncat ${{inputs.spaced}}',
      `cat <<-A <<B\n\tA\n/a b/it's \\$x\nB\ncat '/a b/it'\\''s $x'`
    ],
    [
      'cat <<< "a" ; echo $((1<<2)); cat ${{inputs.spaced}}',
      `cat <<< "a" ; echo $((1<<2)); cat '/a b/it'\\''s $x'`
    ]
  ])('keeps a path one word in %s', (command, filled) => {
    expect(fillCommand(command, ports)).toBe(filled);
  });

  it('reads 500 KB of quotes at once', () => {
    for (const part of ['"$(', '<<A\n', "'", '((', '#', '\\'])
      expect(fillCommand(part.repeat(500_000 / part.length) + '${{inputs.rate}}', ports)).toContain(
        '0.1'
      );
  }, 5000);

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
