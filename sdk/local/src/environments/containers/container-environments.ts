import type { DataSources } from '../../data/data-path.js';
import type { Waiter } from '../shared-build.js';
import { ContainerImages } from './container-images.js';
import { containerSource } from './container-source.js';
import { findEngine, type Engine } from './engine.js';

/** The container in which a job runs. */
export interface JobContainer {
  engine: Engine;
  image: string;
  /** Variables that the environment sets, besides those of the image. */
  variables: Record<string, string>;
}

export interface ContainerEnvironmentsDeps {
  data: DataSources;
  /** The variables of the server, with which an engine is found. */
  environment: NodeJS.ProcessEnv;
  /** The folders in which an engine is looked for. */
  folders: readonly string[];
}

/** Finds the image of each job's environment. */
export class ContainerEnvironments {
  private readonly images = new ContainerImages();

  constructor(private readonly deps: ContainerEnvironmentsDeps) {}

  /** Prepares the image of an environment; undefined for an environment that names none. `name` is that of the environment in texts. */
  async prepare(
    id: string,
    name: string,
    log: string,
    waiter: Waiter
  ): Promise<{ container: JobContainer; sentences: string[] } | undefined> {
    const { data, environment, folders } = this.deps;
    const source = containerSource(id, data);
    if (!source) return undefined;
    const engine = await findEngine(folders, environment, name);
    const subject = { environment: name, log };
    const { image, origin } = await this.images.get(engine, source, subject, waiter);
    const { title, version } = engine;
    const shown = 'image' in source.from ? source.from.image : image;
    return {
      container: { engine, image, variables: source.variables },
      sentences: [
        `${name}: runs in the image '${shown}' with ${title} ${version}, ${origin}.`,
        ...(source.conda === undefined
          ? []
          : [`The packages of its conda file were added to the image, as '${image}'.`])
      ]
    };
  }
}
