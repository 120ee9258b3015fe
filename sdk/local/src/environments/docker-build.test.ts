import { describe, expect, it } from 'vitest';
import { dockerBuild } from './docker-build.js';
import type { ContextFiles } from './environment-request.js';

/** A build context with these files at /context. */
function context(files: Record<string, string> = {}): ContextFiles {
  const names = Object.keys(files);
  return {
    read: path => files[path.replace(/^\.\//, '')],
    locate: path => {
      const name = path.replace(/^\.\//, '').replace(/\/$/, '');
      return names.some(each => each === name || each.startsWith(`${name}/`))
        ? `/context/${name}`
        : undefined;
    }
  };
}
const requirements = (dockerfile: string, files: Record<string, string> = {}) =>
  dockerBuild(dockerfile, context(files)).installs.map(each => each.requirements);

describe('dockerBuild', () => {
  it('reads the Python of the image and a requirements file of the context', () => {
    const dockerfile = [
      '#FROM mcr.microsoft.com/azureml/openmpi4.1.0-ubuntu20.04',
      'FROM python:3.8',
      '# python installs',
      'COPY requirements.txt .',
      'RUN pip install -r requirements.txt && rm requirements.txt',
      'CMD ["bash"]'
    ].join('\n');
    expect(
      dockerBuild(dockerfile, context({ 'requirements.txt': 'pandas==1.4 # data\n\nscipy\n' }))
    ).toEqual({
      python: '==3.8.*',
      isPythonImplied: true,
      installs: [{ requirements: ['pandas==1.4', 'scipy'] }],
      variables: {},
      ignored: ["the image 'python:3.8'"]
    });
  });

  it.each([
    [
      "RUN pip install 'matplotlib>=3.3,<3.4' \\\n  # a comment\n\n    'psutil'",
      [['matplotlib>=3.3,<3.4', 'psutil']]
    ],
    ['RUN python -m pip install   a==1 \\\n   b==2', [['a==1', 'b==2']]],
    ['RUN /usr/venv/bin/pip install azureml-mlflow', [['azureml-mlflow']]],
    ['RUN apt-get update && pip3 install --no-cache-dir -U a', [['a']]],
    ['RUN pip install a; pip install b', [['a'], ['b']]],
    ['RUN --mount=type=cache,target=/root/.cache pip install a', [['a']]],
    ['RUN ["pip", "install", "a<2"]', [['a<2']]],
    ['RUN <<EOF\npip install a\npip install b\nEOF\nENV A=1', [['a'], ['b']]],
    ['RUN conda run -n env --no-capture-output pip install a', [['a']]],
    ['RUN conda install -y -c conda-forge pytorch=2.1 python=3.9', [['torch==2.1.*']]],
    ['RUN uv pip install --system a', [['a']]],
    ['ARG V=1.2\nRUN pip install a==${V} b==$V', [['a==1.2', 'b==1.2']]],
    ['ENV PKGS="a b"\nRUN pip install $PKGS', [['a', 'b']]],
    ['RUN pip install -U pip setuptools', []],
    ['RUN pip install --progress-bar off --timeout 60 a', [['a']]],
    ['RUN pip freeze && pip cache purge', []],
    ['RUN if [ -x x ]; then pip install a; fi', [['a']]],
    ['RUN pip install a # b c', [['a']]],
    ['RUN pip --no-cache-dir --timeout 9 install a', [['a']]],
    ['RUN python3.9 -Im pip --quiet install a && uv --quiet pip install b', [['a'], ['b']]],
    ['COPY <<EOF /tmp/r.txt\na\nEOF\nRUN pip install -r /tmp/r.txt', [['a']]],
    [
      'ARG V=1\nCOPY <<A <<-"B" /d/\na==$V\nA\n\tb\n\tB\nRUN pip install -r /d/A -r /d/B',
      [['a==1', 'b']]
    ],
    ['RUN cat <<EOF > r.txt && pip install -r r.txt\na\nEOF\nRUN pip install b', [['a'], ['b']]],
    ['RUN <<EOF\ncat <<X > r.txt\na\nX\npip install -r r.txt\nEOF\nENV A=1', [['a']]],
    ['RUN echo a > r.txt && printf "b\\nc\\n" >> r.txt && pip install -r r.txt', [['a', 'b', 'c']]],
    ['RUN bash <<EOF\npip install a\nEOF', [['a']]],
    ['RUN <<EOF\n#!/usr/bin/env bash\npip install a\nEOF', [['a']]],
    ['RUN echo $((1<<X)) "<<Y"\nLABEL a="<<Z"\nRUN pip install a', [['a']]],
    ['ARG G=1\nRUN pip install a${G:+-gpu} b${H:+-x} ${H:-c} ${G-d}', [['a-gpu', 'b', 'c', '1']]],
    ['ARG E=\nRUN pip install a${E:-==1} b${E-==2} c${E+==3}', [['a==1', 'b', 'c==3']]],
    ['RUN pip install a==${V:-${W:-2}}', [['a==2']]],
    ['ENV V=1\nARG V=2\nRUN pip install a==$V', [['a==1']]],
    ['ARG A=1 B="2"\nRUN pip install a==$A b==$B', [['a==1', 'b==2']]],
    ['RUN pip install a==$NOPE b $(cat c) `d` $toString', [['b']]],
    ['RUN pip install --index-url $URL a', [['a']]]
  ])('reads %j', (lines, expected) => {
    expect(requirements(`FROM ubuntu\n${lines}`)).toEqual(expected);
  });

  it.each([
    ['COPY requirements.txt /tmp/', '/tmp/requirements.txt'],
    ['COPY deps/requirements.txt /tmp/reqs.txt', '/tmp/reqs.txt'],
    ['COPY . /app\nWORKDIR /app', 'deps/requirements.txt'],
    ['COPY deps /app/deps', '/app/deps/requirements.txt'],
    ['WORKDIR /w\nADD deps/requirements.txt ./', 'requirements.txt']
  ])('finds the file of %j', (copy, path) => {
    const files = { 'requirements.txt': 'a', 'deps/requirements.txt': 'a' };
    expect(requirements(`FROM x\n${copy}\nRUN pip install -r ${path}`, files)).toEqual([['a']]);
  });

  it('follows requirements files that include others, and paths in them', () => {
    const files = {
      'deps/base.txt': '-r more.txt\n-c limits.txt\n-e ./pkg\n./wheels/c-1.0-py3-none-any.whl\n',
      'deps/more.txt': 'a',
      'deps/limits.txt': 'b<2',
      'deps/pkg/setup.py': '',
      'deps/wheels/c-1.0-py3-none-any.whl': ''
    };
    expect(
      dockerBuild('FROM x\nCOPY deps deps\nRUN pip install -r deps/base.txt', context(files))
        .installs
    ).toEqual([
      {
        requirements: ['a', '/context/deps/pkg', '/context/deps/wheels/c-1.0-py3-none-any.whl'],
        constraints: ['b<2']
      }
    ]);
  });

  it('reads a conda file', () => {
    const conda = 'dependencies:\n- python=3.9\n- pip:\n  - a\n';
    expect(
      dockerBuild(
        'FROM x\nCOPY conda.yaml .\nRUN conda env create -p /envs/e -f conda.yaml -q && rm conda.yaml',
        context({ 'conda.yaml': conda })
      )
    ).toMatchObject({ python: '==3.9.*', installs: [{ requirements: ['a'] }] });
  });

  it('reads the stages of the last one only', () => {
    const dockerfile =
      'FROM a AS one\nRUN pip install x\nFROM b AS two\nRUN pip install y\nFROM one\nRUN pip install z';
    expect(requirements(dockerfile)).toEqual([['x'], ['z']]);
  });

  it.each(['`', '`\n# check=skip=all'])('takes the escape character %j of a comment', escape => {
    const dockerfile = `# syntax=docker/dockerfile:1\n#escape=${escape}\nFROM x\nRUN pip install a \`\n# c\n\n  b\nENV P=C:\\dir\\\nENV Q=1`;
    expect(dockerBuild(dockerfile, context())).toMatchObject({
      installs: [{ requirements: ['a', 'b'] }],
      variables: { P: 'C:\\dir\\', Q: '1' }
    });
  });

  it('takes what is copied from an earlier stage, if packages are in it', () => {
    const stages = (copy: string) =>
      `FROM a AS Build\nRUN pip install --prefix=/install x\nFROM b\n${copy}\nRUN pip install y`;
    expect(requirements(stages('COPY --from=build /install /usr/local'))).toEqual([['x'], ['y']]);
    expect(requirements(stages('COPY --from=0 /usr/local /usr/local'))).toEqual([['x'], ['y']]);
    const other = dockerBuild(
      stages('COPY --from=build /etc/x /x\nCOPY --from=tool:1 /bin/tool /bin/'),
      context()
    );
    expect(other.installs).toEqual([{ requirements: ['y'] }]);
    expect(other.ignored).toEqual([
      "the image 'b'",
      "files of the stage 'build'",
      "files of the image 'tool:1'"
    ]);
  });

  it('builds on a stage whose name is written otherwise, and with what it leaves to do', () => {
    const dockerfile = 'FROM a AS One\nONBUILD RUN pip install x\nFROM one\nRUN pip install y';
    expect(requirements(dockerfile)).toEqual([['x'], ['y']]);
  });

  it('gives a stage only the global arguments that it declares', () => {
    const dockerfile =
      'ARG V=3.9\nFROM python:$V\nRUN pip install a${V:+==1}\nARG V\nRUN pip install b==$V';
    expect(dockerBuild(dockerfile, context())).toMatchObject({
      python: '==3.9.*',
      installs: [{ requirements: ['a'] }, { requirements: ['b==3.9'] }]
    });
  });

  it('reads a requirements file in the folder that a command enters', () => {
    const files = { 'requirements.txt': 'a', 'sub/requirements.txt': 'b' };
    const run = 'RUN cd /app/sub && pip install -r requirements.txt';
    expect(
      requirements(
        `FROM x\nCOPY . /app\n${run}\nWORKDIR /app\nRUN pip install -r requirements.txt`,
        files
      )
    ).toEqual([['b'], ['a']]);
  });

  it('reads the list of packages that conda installs', () => {
    const dockerfile = 'FROM x\nCOPY list.txt .\nRUN conda install -y --file list.txt';
    expect(requirements(dockerfile, { 'list.txt': '# c\nnumpy=1.26\n@EXPLICIT\n' })).toEqual([
      ['numpy==1.26.*']
    ]);
  });

  it('keeps variables with signs of a shell, and with empty values', () => {
    const dockerfile = 'FROM x\nENV A="a;b|c" B=1>2 C=${N:+y} D=#e\nENV E "two words"';
    expect(dockerBuild(dockerfile, context()).variables).toEqual({
      A: 'a;b|c',
      B: '1>2',
      C: '',
      D: '#e',
      E: 'two words'
    });
  });

  it('keeps variables that mean something on this machine', () => {
    const dockerfile =
      'FROM x\nENV A=1 B="two words"\nENV C three\nENV PATH=/opt/bin:$PATH\nENV LD_LIBRARY_PATH=/x\nENV D=$UNKNOWN/x E=${A}1';
    expect(dockerBuild(dockerfile, context()).variables).toEqual({
      A: '1',
      B: 'two words',
      C: 'three',
      E: '11'
    });
  });

  it.each([
    ['bash -c "pip install a"'],
    ["bash -exc 'set -u; pip install a'"],
    ['sudo sh -o pipefail -c "pip install a | tee log"'],
    ['["/bin/sh", "-c", "pip install a"]'],
    ['["pip", "install", "a"]'],
    ['[ -n "it\'s" ] && pip install a'],
    ['[ "a", ] && pip install a'],
    ['pip install a "" \\']
  ])('installs what a shell is told to, or a list of words: %s', run => {
    expect(requirements(`FROM x\nRUN ${run}`)).toEqual([['a']]);
  });

  it('copies by a line that begins with a bracket and is no list', () => {
    expect(requirements('FROM x\nCOPY [ab].txt /\nRUN pip install a')).toEqual([['a']]);
  });

  it('lists what is not honoured', () => {
    const dockerfile =
      'FROM rocker/tidyverse:4.0.0\nRUN apt-get update -qq && apt-get install -y --no-install-recommends tcl tk\nRUN R -e "install.packages(c(\'mlflow\'))"\nRUN git clone https://x && make';
    expect(dockerBuild(dockerfile, context()).ignored).toEqual([
      "the image 'rocker/tidyverse:4.0.0'",
      'the system packages tcl, tk',
      'the packages of R',
      "the Dockerfile's commands git, make"
    ]);
  });

  it('lists what only a shell, another program or the image knows', () => {
    const dockerfile = [
      'FROM x',
      'ENV V=$BASE/x',
      'ONBUILD RUN pip install z',
      'RUN pip install a==$NOPE',
      'RUN uv sync && poetry install && pip wheel a',
      'RUN <<EOF',
      '#!/usr/bin/env python3',
      'print("pip install b; make")',
      'EOF'
    ].join('\n');
    expect(dockerBuild(dockerfile, context())).toMatchObject({
      installs: [],
      ignored: [
        "the image 'x'",
        'the variable V, whose value only the image knows',
        'ONBUILD, which concerns images that are built from this one',
        "'a==$NOPE' of pip install, whose value only the image knows",
        'a script for python3 in the Dockerfile',
        "the Dockerfile's commands pip wheel, poetry install, uv sync"
      ]
    });
  });

  it('takes the packages of a curated image', () => {
    const { installs, ignored, python } = dockerBuild(
      'FROM mcr.microsoft.com/azureml/curated/acpt-pytorch-1.11-py38-cuda11.3-gpu:latest\nRUN pip install deepspeed -U',
      context()
    );
    expect(python).toBe('==3.8.*');
    expect(installs[0]?.requirements).toContain('torch~=1.11.0');
    expect(installs[1]?.requirements).toEqual(['deepspeed']);
    expect(ignored).toContain('CUDA');
  });

  it('names a file that is not in the context', () => {
    expect(() => requirements('FROM x\nRUN pip install -r missing.txt')).toThrow(
      "The environment refers to the file 'missing.txt'"
    );
  });
});
