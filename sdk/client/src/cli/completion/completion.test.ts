import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, type TestContext } from 'vitest';
import { loadSpecs } from '../commands/index.js';
import { completionScripts } from './index.js';

/** The folder in which the shells complete names. */
let folder: string;
const scripts = { bash: '', zsh: '', fish: '' };
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'carry-completion-'));
  mkdirSync(join(folder, 'my folder'));
  for (const name of ['train.ipynb', 'data set.ipynb', 'facts.txt'])
    writeFileSync(join(folder, name), '');
  const specs = await loadSpecs();
  for (const shell of ['bash', 'zsh', 'fish'] as const) {
    scripts[shell] = completionScripts[shell](specs);
    writeFileSync(join(folder, `carry.${shell}`), scripts[shell]);
  }
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

function run(shell: string, args: string[]): string {
  const { status, stdout, stderr } = spawnSync(shell, args, {
    cwd: folder,
    encoding: 'utf8',
    timeout: 20_000
  });
  expect(stderr).toBe('');
  expect(status).toBe(0);
  return stdout;
}

/** The syntax of each script is checked all the same. */
function skipWithout(shell: string, context: TestContext): void {
  context.skip(spawnSync(shell, ['--version']).status !== 0, `${shell} is not installed`);
}

const options = ['--help', '--json', '-h'];
const submitOptions = ['--compute', '--display-name', '--env', '--environment', '--experiment'];
const files = ['data set.ipynb', 'facts.txt', 'my folder', 'train.ipynb'];
const notebooks = ['data set.ipynb', 'my folder', 'train.ipynb'];
const scriptFiles = ['carry.bash', 'carry.fish', 'carry.zsh'];

describe('completion in bash', () => {
  const program = `source ./carry.bash
    COMP_WORDS=("$@") COMP_CWORD=$(($# - 1))
    _carry
    printf '%s\\n' "\${COMPREPLY[@]}"`;

  /** Completes the last word; bash passes `a=b` as three words. */
  const complete = (...words: string[]) =>
    run('bash', ['-c', program, 'bash', 'carry', ...words])
      .split('\n')
      .filter(Boolean)
      .sort();

  it.each<[string[], string[]]>([
    [['su'], ['submit']],
    [['--'], ['--help', '--version']],
    [['show', '-'], options],
    [['submit', '--'], expect.arrayContaining(submitOptions) as string[]],
    [['submit', 'train.ipynb', '--str'], ['--stream']],
    [['submit', ''], notebooks],
    [['submit', '-p', 'n', '=', '2', ''], notebooks],
    [['submit', '--stream', 't'], ['train.ipynb']],
    [['submit', '--environment', 'a', ':', '2', ''], notebooks],
    [['submit', 'train.ipynb', ''], []],
    [['submit', '--compute', ''], []],
    [['submit', '-p', 'n', '='], []],
    [
      ['ui', '--role', ''],
      ['contributor', 'reader']
    ],
    [
      ['ui', '--role', '='],
      ['contributor', 'reader']
    ],
    [['ui', '--role', '=', 'r'], ['reader']],
    [['register', '--type', 'm'], ['mlflow_model']],
    [['register', '--path', ''], [...files, ...scriptFiles].sort()],
    [['download', ''], []],
    [['download', 'job', ''], ['my folder']],
    [
      ['completion', ''],
      ['bash', 'fish', 'zsh']
    ],
    [['no-such', ''], []]
  ])('completes carry %j to %j', (words, expected) => {
    expect(complete(...words)).toEqual(expected);
  });

  it('completes every command', async () => {
    expect(complete('')).toEqual(expect.arrayContaining((await loadSpecs()).map(s => s.name)));
  });
});

describe('completion in fish', () => {
  const complete = (line: string) =>
    run('fish', ['-c', `source ./carry.fish; complete -C ${JSON.stringify(`carry ${line}`)}`])
      .split('\n')
      .filter(Boolean)
      .map(each => each.split('\t')[0]);

  it.for<[string, string[]]>([
    ['su', ['submit']],
    ['show --j', ['--json']],
    ['submit train.ipynb --str', ['--stream']],
    ['submit t', ['train.ipynb']],
    ['submit train.ipynb ', []],
    ['submit --compute ', []],
    ['ui --role ', ['contributor', 'reader']],
    ['register --type m', ['mlflow_model']],
    ['register --path fac', ['facts.txt']],
    ['download ', []],
    ['download --output o job ', ['my folder/']],
    ['completion ', ['bash', 'fish', 'zsh']]
  ])('completes carry %s', ([line, expected], context) => {
    skipWithout('fish', context);
    expect(complete(line)).toEqual(expected);
  });
});

describe('completion in zsh', () => {
  const setUp = `PS1=
    autoload -Uz compinit; compinit -u -D; source ./carry.zsh
    show() { print -r -- "<$BUFFER>" }; zle -N show
    bindkey '^X' show; bindkey '^I' complete-word
    print ready\n`;

  /** Types a line and Tab into an interactive zsh, then prints its edit buffer, which Ctrl-X shows. */
  const program = `zmodload zsh/zpty
    zpty typed zsh -f -i
    zpty -w typed 'source ./set-up.zsh'
    zpty -r typed out '*ready*'
    zpty -n -w typed "carry $1"$'\\t\\x18'
    zpty -r typed out '*<*>*'
    print -r -- "\${\${out#*<}%%>*}"
    zpty -d typed`;
  beforeAll(() => {
    writeFileSync(join(folder, 'set-up.zsh'), setUp);
  });

  it.for<[string, string]>([
    ['su', 'submit '],
    ['--v', '--version '],
    ['show --j', 'show --json '],
    ['submit train.ipynb --str', 'submit train.ipynb --stream '],
    ['submit t', 'submit train.ipynb '],
    ['submit -p a=1 --par', 'submit -p a=1 --parameter '],
    ['submit --compute t', 'submit --compute t'],
    ['ui --role r', 'ui --role reader '],
    ['register --type m', 'register --type mlflow_model '],
    ['register --path fac', 'register --path facts.txt '],
    ['download job m', 'download job my\\ folder/'],
    ['completion z', 'completion zsh ']
  ])('completes carry %s', ([line, expected], context) => {
    skipWithout('zsh', context);
    expect(run('zsh', ['-f', '-c', program, 'zsh', line])).toBe(`carry ${expected}\n`);
  });
});

describe('the script of each shell', () => {
  it('is valid for bash', () => {
    run('bash', ['-n', './carry.bash']);
  });

  it('is valid for zsh', () => {
    // Without zsh, bash checks it: the script uses only what both of them parse.
    const shell = spawnSync('zsh', ['--version']).status === 0 ? 'zsh' : 'bash';
    run(shell, ['-n', './carry.zsh']);
  });

  it('is valid for fish', context => {
    // Every quote is closed, and every block has its end.
    const lines = scripts.fish.split('\n').filter(line => !line.startsWith('#'));
    expect(lines.filter(line => line.replace(/\\./g, '').split("'").length % 2 === 0)).toEqual([]);
    const starting = (words: RegExp) => lines.filter(line => words.test(line)).length;
    expect(starting(/^\s*(function|if|for) /)).toBe(starting(/^\s*end$/));
    skipWithout('fish', context);
    run('fish', ['-n', './carry.fish']);
  });

  it('lists the commands and options', async () => {
    for (const { name, options = {} } of await loadSpecs())
      for (const script of Object.values(scripts))
        for (const word of [name, ...Object.keys(options)]) expect(script).toContain(word);
  });
});
