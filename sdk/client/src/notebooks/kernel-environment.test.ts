import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { kernelEnvironment, type KernelPackage } from './kernel-environment.js';

const of = (...packages: KernelPackage[]) => {
  const { environment, ...rest } = kernelEnvironment({
    kernel: 'python3',
    python: '3.12.4',
    packages
  });
  const conda = parse(environment.condaFile) as {
    dependencies: [string, string, { pip: string[] }];
  };
  return { ...rest, environment, conda, pip: conda.dependencies[2].pip };
};

describe('the environment of a kernel', () => {
  it('has its packages in their versions, and what the job side needs', () => {
    const { environment, conda, pip, packages, warnings } = of(
      { name: 'numpy', version: '2.1.0' },
      { name: 'IPyKernel', version: '6.30' },
      { name: 'pip', version: '25' },
      { name: 'mlflow_skinny', version: '3.1' }
    );
    expect(conda.dependencies.slice(0, 2)).toEqual(['python=3.12', 'pip']);
    expect(pip).toEqual([
      ...['IPyKernel==6.30', 'mlflow_skinny==3.1', 'numpy==2.1.0'],
      'papermill'
    ]);
    expect(environment.name).toBe('kernel-python3');
    expect({ packages, warnings }).toEqual({ packages: 3, warnings: [] });
  });

  it('has the plugin of MLflow for a workspace on Azure', () => {
    const captured = { kernel: 'k', python: '3.12', packages: [{ name: 'mlflow', version: '3' }] };
    const condaOf = (onAzure: boolean) =>
      kernelEnvironment(captured, { onAzure }).environment.condaFile;
    expect(condaOf(true)).toContain('- azureml-mlflow');
    expect(condaOf(false)).not.toContain('azureml-mlflow');
  });

  it('is the same whatever the order in which the kernel lists them', () => {
    const [a, b] = [
      { name: 'a', version: '1' },
      { name: 'b', version: '2' }
    ];
    expect(of(a, b).environment).toEqual(of(b, a).environment);
  });

  it.each([
    [{ url: 'file:///home/me/tool' }, "'tool' is installed from '/home/me/tool'"],
    [{ url: 'ssh://git@host/tool' }, 'which the job cannot reach'],
    [{ url: 'git+https://me:hush@host/tool@1f3' }, 'a URL with a password or token'],
    [{ version: '1.0.dev3+g1234' }, 'is a development version'],
    [{ version: '1.0\n  - evil' }, 'has no usable name or version'],
    [{ name: 'a b; import os' }, 'has no usable name or version']
  ])('leaves out %j, with a warning', (fields, warning) => {
    const { packages, warnings, environment } = of({ name: 'tool', version: '1.0', ...fields });
    expect(packages).toBe(0);
    expect(warnings).toEqual([expect.stringContaining(warning)]);
    expect(JSON.stringify({ warnings, environment })).not.toContain('hush');
  });

  it('names packages of a repository by their commit, and builds of another index by their release', () => {
    const { pip, warnings } = of(
      { name: 'lib', version: '2.0', url: 'git+https://host/lib@1f3abc' },
      { name: 'torch', version: '2.4.0+cu121' }
    );
    expect(pip).toContain('lib @ git+https://host/lib@1f3abc');
    expect(pip).toContain('torch==2.4.0');
    expect(warnings).toEqual([expect.stringContaining("'torch' 2.4.0+cu121 is a build")]);
  });
});
