import { describe, expect, it } from 'vitest';
import { condaFile, condaPackages } from './conda-file.js';

const file = (...dependencies: string[]) =>
  `name: x\nchannels: [conda-forge]\ndependencies:\n${dependencies.join('\n')}\n`;

describe('condaFile', () => {
  it('reads the Python version, the packages of PyPI and the pip section', () => {
    const text = file(
      '- python=3.8.5',
      '- pip=20.2',
      '- numpy=1.26',
      '- pip:',
      '  - mlflow==2.5.0',
      '  - azureml-core'
    );
    expect(condaFile(text)).toEqual({
      python: '==3.8.5.*',
      installs: [
        { requirements: ['numpy==1.26.*'], conda: ['numpy'] },
        { requirements: ['mlflow==2.5.0', 'azureml-core'] }
      ],
      variables: {},
      ignored: []
    });
  });

  it('keeps the options, addresses and markers of the pip section', () => {
    const text = file(
      '- pip:',
      '  - --index-url https://pypi.example/simple',
      '  - --extra-index-url=https://other.example/simple',
      '  - -f https://wheels.example/',
      '  - git+https://git.example/a/b.git@v1#egg=b',
      '  - https://files.example/c-1.0-py3-none-any.whl',
      '  - -e git+https://git.example/d#egg=d',
      "  - e>=1 ; python_version < '3.9' # why"
    );
    expect(condaFile(text).installs).toEqual([
      {
        requirements: [
          'b @ git+https://git.example/a/b.git@v1',
          'https://files.example/c-1.0-py3-none-any.whl',
          'd @ git+https://git.example/d',
          "e>=1 ; python_version < '3.9'"
        ],
        options: [
          ...['--index-url', 'https://pypi.example/simple'],
          ...['--extra-index-url', 'https://other.example/simple'],
          ...['--find-links', 'https://wheels.example/']
        ]
      }
    ]);
  });

  it('reads the variables, and asks for nothing when only pip is named', () => {
    expect(condaFile(`${file('- pip')}variables:\n  A: 1\n  B: two\n`)).toEqual({
      installs: [],
      variables: { A: '1', B: 'two' },
      ignored: []
    });
  });

  it.each(['[', '- a', 'text'])('refuses %j', text => {
    expect(() => condaFile(text)).toThrow('The conda file of the environment cannot be read');
  });

  it('names a requirements file that the environment does not have', () => {
    expect(() => condaFile(file('- pip:', '  - -r requirements.txt'))).toThrow(
      "The environment refers to the file 'requirements.txt'"
    );
  });
});

describe('condaPackages', () => {
  it.each([
    ['numpy', 'numpy'],
    ['numpy=1.26', 'numpy==1.26.*'],
    ['numpy=1.26.*', 'numpy==1.26.*'],
    ['numpy==1.26.4', 'numpy==1.26.4'],
    ['numpy=1.26.4=py311h64a7726_0', 'numpy==1.26.4.*'],
    ['numpy 1.26.*', 'numpy==1.26.*'],
    ['numpy >=1.20,<2', 'numpy>=1.20,<2'],
    ['numpy>= 1.20, < 2', 'numpy>=1.20,<2'],
    ['numpy~=1.22.0', 'numpy~=1.22.0'],
    ['numpy=1.25|1.26', 'numpy==1.25.*'],
    ['numpy[version=">=1.20,<2"]', 'numpy>=1.20,<2'],
    ['conda-forge::numpy=1.26', 'numpy==1.26.*'],
    ['numpy=*', 'numpy'],
    ['pytorch=2.1', 'torch==2.1.*'],
    ['pytables', 'tables'],
    ['py-opencv', 'opencv-python-headless'],
    ['librosa', 'librosa']
  ])('converts %s', (spec, requirement) => {
    expect(condaPackages([spec]).installs[0]?.requirements).toEqual([requirement]);
  });

  it('lists what is not Python', () => {
    expect(condaPackages(['cudatoolkit=11.3', 'r-base', 'libgcc', 'openmpi'])).toMatchObject({
      installs: [],
      ignored: ['the conda packages without Python: cudatoolkit, r-base, libgcc, openmpi']
    });
  });
});

describe('values of a conda file', () => {
  it('are merged as YAML 1.1 does', () => {
    const text = 'base: &b {A: 1, B: 1}\nvariables:\n  <<: *b\n  B: 2';
    expect(condaFile(text).variables).toEqual({ A: '1', B: '2' });
  });

  it.each([
    ['dependencies:\n- pip:\n  - --no-binary :all:', 'an entry of its pip section'],
    ['variables: {A: {B: 1}}', 'the variable A'],
    ['variables: [A]', 'its variables are no mapping']
  ])('that are no text are named: %j', (text, named) => {
    expect(() => condaFile(text)).toThrow(named);
  });
});

describe('a conda file of another shape', () => {
  it.each([
    ['dependencies:\n- a\n---\ndependencies:\n- b\n', 'it has 2 YAML documents, separated by'],
    ['name: x\n---\n', 'it has 2 YAML documents'],
    ['dependencies: numpy', 'its dependencies are no list'],
    ['dependencies: {numpy: 1}', 'its dependencies are no list'],
    ['dependencies: [3]', 'the entry 3 of its dependencies is neither a package'],
    ['dependencies: [true]', 'the entry true'],
    ['dependencies:\n- python: 3.9', 'the entry { python: 3.9 }'],
    ['dependencies:\n- [numpy]', "the entry [ 'numpy' ]"],
    ['a: &a [*a]\ndependencies: *a', 'the entry'],
    ['dependencies: [*nope]', 'Unresolved alias'],
    [
      'dependencies:\n\t- numpy',
      'Tabs are not allowed as indentation at line 2, column 1. Correct'
    ],
    ['', 'it is no mapping with the key dependencies']
  ])('is refused in one sentence: %j', (text, reason) => {
    expect(() => condaFile(text)).toThrow(
      expect.objectContaining({
        code: 'UserError',
        message: expect.stringContaining(reason) as unknown
      })
    );
    expect(() => condaFile(text)).toThrow(/^[^\n]*$/);
  });

  it.each([
    'dependencies:',
    'dependencies:\n-\n',
    'dependencies: ["", " "]',
    '---\nname: x\n...\n'
  ])('asks for nothing: %j', text => {
    expect(condaFile(text)).toEqual({ installs: [], variables: {}, ignored: [] });
  });

  it('lists what is no package, and a key in place of the dependencies', () => {
    expect(condaFile('dependencies: ["$(x)", "==1", a]')).toMatchObject({
      installs: [{ requirements: ['a'] }],
      ignored: [
        "'$(x)', which is no name of a conda package",
        "'==1', which is no name of a conda package"
      ]
    });
    expect(condaFile('dependancies: [a]').ignored).toEqual([
      "the key 'dependancies' of the conda file"
    ]);
  });
});

describe('a conda file that would take long to parse', () => {
  it.each([
    ['long', `dependencies: [${'a'.repeat(64_000)}]`, 'characters'],
    [
      'with thousands of keys',
      Array.from({ length: 3001 }, (_, i) => `k${i}: 1`).join('\n'),
      'lines'
    ],
    ['with nested brackets', `dependencies: ${'['.repeat(21)}${']'.repeat(21)}`, 'nested'],
    [
      'with aliases of aliases',
      [
        'a: &a [x, x, x, x, x]',
        'b: &b [*a, *a, *a, *a, *a]',
        'c: &c [*b, *b, *b, *b, *b]',
        'd: [*c, *c, *c]'
      ].join('\n'),
      'alias'
    ]
  ])('is refused: %s', (_kind, text, reason) => {
    expect(() => condaFile(text)).toThrow(reason);
  });
});
