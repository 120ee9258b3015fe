import { describe, expect, it } from 'vitest';
import { condaPackages } from './environments/conda-file.js';
import { curatedRequest } from './environments/curated-environments.js';
import { dockerBuild } from './environments/docker-build.js';
import { noFiles } from './environments/environment-request.js';
import { relaxedVersions } from './environments/relaxed-versions.js';
import { requirementLine } from './environments/requirement-lines.js';
import { fillCommand } from './jobs/preparation/command-line.js';
import { bindingsIn, fillBindings } from './pipelines/bindings.js';

/** Long enough that quadratic time is a second or more. */
const LENGTH = 60_000;

/** Added to each measurement, so that the noise of short ones does not count as growth. */
const NOISE_MS = 20;

/** How many times as long a text of double length takes; quadratic time takes four times as long. */
function growth(read: (text: string) => unknown, text: (length: number) => string): number {
  const milliseconds = (length: number) => {
    const input = text(length);
    const times = Array.from({ length: 5 }, () => {
      const start = performance.now();
      read(input);
      return performance.now() - start;
    });
    return Math.min(...times) + NOISE_MS;
  };
  return milliseconds(2 * LENGTH) / milliseconds(LENGTH);
}

const repeated =
  (part: string, end = '') =>
  (length: number) =>
    part.repeat(length / part.length) + end;

describe('a long text', () => {
  const place = { files: noFiles, folder: '.' };
  const relaxed = (text: string) => relaxedVersions({ requirements: [text] }, true);
  const conda = (text: string) => condaPackages([text]);
  const docker = (text: string) => dockerBuild(text, noFiles);
  const ports = { inputs: { a: { text: '/a b', isPath: true } }, outputs: {} };

  it.each<[string, (text: string) => unknown, (length: number) => string]>([
    ['a comment of a package of conda', conda, repeated('#', '\n#')],
    ['brackets of a package of conda', conda, repeated('[', '\n[]')],
    ['spaces of a package of conda', conda, length => `a${' '.repeat(length)}b,`],
    ['lines of a package of conda', conda, length => `a\n${'\t'.repeat(length)}:\n`],
    ['the name of an environment', curatedRequest, length => `mlflow-py3${'3'.repeat(length)}i`],
    ['variables of a Dockerfile', docker, length => `ENV A=${'${0-'.repeat(length / 4)}`],
    ['nested variables', docker, length => `FROM x\nENV A=${'${A:-'.repeat(length / 5)}`],
    [
      'closed variables',
      docker,
      length => `FROM x\nENV A=${'${A:-'.repeat(length / 6)}${'}'.repeat(length / 6)}`
    ],
    ['here-documents', docker, length => `FROM x\nRUN <<A\n${'cat <<B\nB\n'.repeat(length / 10)}A`],
    ['openings of here-documents', docker, length => `FROM x\nRUN ${'<<A '.repeat(length / 4)}`],
    ['continued lines', docker, length => `FROM x\nRUN a ${'\\\n#\n'.repeat(length / 4)}`],
    ['substitutions', docker, length => `FROM x\nRUN pip install ${'$('.repeat(length / 2)}`],
    ['marks', docker, length => `FROM x\nRUN pip install ${'`$'.repeat(length / 2)}`],
    ['quotes', docker, length => `FROM x\nENV A=${'"\''.repeat(length / 2)}`],
    ['brackets of a Dockerfile', docker, length => `RUN pip install a${')'.repeat(length)}(`],
    ['a version', relaxed, length => `a==1${'+'.repeat(length)}\n+`],
    ['versions', relaxed, length => `a ${'!!\t'.repeat(length / 3)}\n`],
    ['spaces between versions', relaxed, length => `a>=1${' '.repeat(length)}x`],
    ['comments of a requirement', text => requirementLine(text, place), repeated('\t#', '\n#')],
    ['optional parts of a command', text => fillCommand(text, ports), repeated('$[[')],
    [
      'inputs of a command',
      text => fillCommand(text, ports),
      length => `"${'${{inputs.a}}'.repeat(length / 13)}`
    ],
    ['bindings', text => bindingsIn(text, 'here'), repeated('${{')],
    ['bindings to fill', text => fillBindings(text, 'here', () => ''), repeated('${{')]
  ])('of %s is read in linear time', (_what, read, text) => {
    expect(growth(read, text)).toBeLessThan(3);
  });

  it('of versions that no rule matches is left as it is', () => {
    const text = `a ${'!!\t\t'.repeat(40)}\n-`;
    expect(relaxed(text).requirements).toEqual([text]);
  });
});
