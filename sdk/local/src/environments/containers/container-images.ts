import { createHash } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { contentDigest } from '../../data/content-digest.js';
import { BuildError, run } from '../build-command.js';
import { fail } from '../errors.js';
import { SharedBuild, type Waiter } from '../shared-build.js';
import type { ContainerSource } from './container-source.js';
import type { Engine } from './engine.js';

/** An image that the engine has. */
export interface ReadyImage {
  /** The name by which it is run. */
  image: string;
  /** How it came here, such as 'built in 3.1 s'. */
  origin: string;
}

/** Where the errors of an image refer to. */
interface Subject {
  environment: string;
  log: string;
}

/** Pulls and builds the images of environments. Jobs that need the same one wait for one build. */
export class ContainerImages {
  private readonly running = new Map<string, SharedBuild<ReadyImage>>();

  /** Returns the image of an environment. Rejects with an error for the user, or the reason of the waiter's signal. */
  async get(
    engine: Engine,
    { conda, from }: ContainerSource,
    subject: Subject,
    waiter: Waiter
  ): Promise<ReadyImage> {
    if ('context' in from) {
      const { context, dockerfile } = from;
      const digest = await contentDigest(context);
      const tag = tagOf('context', relative(context, dockerfile), digest);
      const build = { tag, inContext: (work: InContext) => work(context, dockerfile) };
      return this.build(engine, build, subject, waiter);
    }
    const base = await this.pull(engine, from.image, subject, waiter);
    if (conda === undefined) return base;
    // A newer image of the same name gets packages of its own.
    const id = await call(engine, inspect(base.image), waiter);
    const tag = tagOf('conda', id, condaDockerfile(''), conda);
    const inContext = (work: InContext) => inCondaContext(base.image, conda, work);
    return this.build(engine, { tag, inContext }, subject, waiter);
  }

  private async pull(
    engine: Engine,
    image: string,
    { log }: Subject,
    waiter: Waiter
  ): Promise<ReadyImage> {
    if (await isHere(engine, image, waiter)) return { image, origin: 'on this machine' };
    const name = qualifiedName(image);
    return this.once(`pull ${name}`, `pulls the image '${image}'`, waiter, async shared => {
      try {
        await call(engine, ['pull', name], shared);
      } catch (error) {
        if (!(error instanceof BuildError)) throw error;
        const { title, path } = engine;
        const command = path.replace(/.*\//, '');
        const reason = sentence(error);
        throw fail('ContainerImageUnavailable', { image, engine: title, command, reason, log });
      }
      return { image: name, origin: 'pulled now' };
    });
  }

  private async build(
    engine: Engine,
    { inContext, tag }: { tag: string; inContext: (work: InContext) => Promise<unknown> },
    { environment, log }: Subject,
    waiter: Waiter
  ): Promise<ReadyImage> {
    if (await isHere(engine, tag, waiter)) return { image: tag, origin: 'built before' };
    return this.once(`build ${tag}`, 'builds the image', waiter, async shared => {
      const startedAt = performance.now();
      try {
        await inContext((context, dockerfile) =>
          call(engine, ['build', '--tag', tag, '--file', dockerfile, context], shared)
        );
      } catch (error) {
        if (!(error instanceof BuildError)) throw error;
        const reason = sentence(error);
        throw fail('ContainerImageBuildFailed', { environment, engine: engine.title, reason, log });
      }
      const seconds = ((performance.now() - startedAt) / 1000).toFixed(1);
      return { image: tag, origin: `built in ${seconds} s` };
    });
  }

  private once(
    key: string,
    step: string,
    waiter: Waiter,
    work: (shared: SharedBuild<ReadyImage>) => Promise<ReadyImage>
  ): Promise<ReadyImage> {
    const forget = () => {
      if (this.running.get(key) === build) this.running.delete(key);
    };
    const build =
      this.running.get(key) ??
      new SharedBuild<ReadyImage>(async shared => {
        // The map has the build before it ends.
        await Promise.resolve();
        shared.setStep(step);
        return work(shared).finally(forget);
      }, forget);
    this.running.set(key, build);
    return build.wait(waiter);
  }
}

/** Uses a build context. */
type InContext = (context: string, dockerfile: string) => Promise<unknown>;

async function inCondaContext(image: string, conda: string, work: InContext): Promise<void> {
  const context = await mkdtemp(join(tmpdir(), 'carry-image-'));
  try {
    const dockerfile = join(context, 'Dockerfile');
    await writeFile(dockerfile, condaDockerfile(image));
    await writeFile(join(context, 'conda.yml'), conda);
    await work(context, dockerfile);
  } finally {
    await rm(context, { recursive: true, force: true });
  }
}

/** Adds a conda environment to an image as Azure does, with the conda of the image. */
function condaDockerfile(image: string): string {
  const folder = '/azureml-environment';
  return `FROM ${image}
USER 0
COPY conda.yml ${folder}/conda.yml
RUN command -v conda > /dev/null || { echo "error: the image has no conda, which the conda file needs. Name an image with conda, or use a Dockerfile" >&2; exit 1; }
RUN conda env create --quiet --prefix ${folder}/env --file ${folder}/conda.yml
ENV PATH=${folder}/env/bin:$PATH CONDA_PREFIX=${folder}/env CONDA_DEFAULT_ENV=${folder}/env
`;
}

/** The name of an image by what it is built from. No registry is asked for `localhost`. */
function tagOf(...content: string[]): string {
  const hash = createHash('sha256');
  for (const part of content) hash.update(`${part.length}:${part}`);
  return `localhost/carry-environment:${hash.digest('hex').slice(0, 32)}`;
}

/** Names the registry, as Docker does by itself and Podman does not. */
export function qualifiedName(image: string): string {
  const [first = '', ...rest] = image.split('/');
  if (rest.length === 0) return `docker.io/library/${image}`;
  return /[.:]/.test(first) || first === 'localhost' ? image : `docker.io/${image}`;
}

function inspect(image: string): string[] {
  return ['image', 'inspect', '--format', '{{.Id}}', image];
}

async function isHere(engine: Engine, image: string, { signal }: Waiter): Promise<boolean> {
  try {
    await call(engine, inspect(image), { signal });
    return true;
  } catch (error) {
    if (error instanceof BuildError) return false;
    throw error;
  }
}

function call(
  { environment, path }: Engine,
  args: string[],
  { print, signal }: Pick<SharedBuild<unknown>, 'signal'> & { print?: (text: string) => void }
): Promise<string> {
  return run([path, ...args], {
    folder: tmpdir(),
    environment,
    signal,
    onOutput: text => print?.(text)
  });
}

function sentence({ message }: Error): string {
  return message.replace(/\.?$/, '.');
}
