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
    ['RUN if [ -x x ]; then pip install a; fi', [['a']]]
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
