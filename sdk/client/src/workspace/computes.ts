import type { Resource } from '../arm/index.js';
import type { ArmWorkspace, Paged, RequestOptions } from '../arm/client/index.js';
import { fail } from './errors.js';
import { isoDuration, secondsOf } from './iso-duration.js';

/** A compute: a cluster, an instance or another machine that jobs run on. */
export interface Compute {
  name: string;
  id: string;
  /** `AmlCompute` (a cluster), `ComputeInstance` and so on. */
  type: string;
  /** `Succeeded` when it accepts jobs. */
  state: string;
  description?: string;
  /** VM size of a cluster or an instance, such as `Standard_DS3_v2`. */
  size?: string;
  /** The scale of a cluster. */
  scale?: ClusterScale;
}

/** The number of nodes of a cluster. */
export interface ClusterScale {
  /** Nodes that are always allocated. */
  min: number;
  /** Nodes that are allocated at most, while jobs need them. */
  max: number;
  /** Seconds without a job after which a node is released; undefined means the service's default. */
  idleSeconds?: number;
}

/** A cluster to create. */
export interface ClusterCreate {
  name: string;
  /** VM size of the nodes, such as `Standard_DS3_v2`. */
  size: string;
  /** Nodes that are always allocated; default: 0. */
  min?: number;
  /** Nodes that are allocated at most. */
  max: number;
  /** Seconds without a job after which a node is released; default: 120. */
  idleSeconds?: number;
  description?: string;
  tags?: Record<string, string>;
  /** Default: the region of the workspace. */
  location?: string;
  /** Further properties of `AmlCompute` in Azure's REST API, such as `{ vmPriority: 'LowPriority' }`. */
  properties?: Record<string, unknown>;
}

/** Scale settings in Azure's REST API; the idle time is an ISO 8601 duration. */
interface ScaleSettings {
  minNodeCount?: number;
  maxNodeCount?: number;
  nodeIdleTimeBeforeScaleDown?: string | null;
  [more: string]: unknown;
}

type ComputeResource = Resource<{
  computeType?: string;
  provisioningState?: string;
  description?: string | null;
  properties?: { vmSize?: string; scaleSettings?: ScaleSettings | null } | null;
}>;

/** The compute that is used when there are several and none is named: usually the first one of a workspace. */
const DEFAULT_COMPUTE = 'cpu';
const DEFAULT_IDLE_SECONDS = 120;

/** The computes of a workspace. */
export class Computes {
  constructor(private readonly arm: ArmWorkspace) {}

  /** Lists the computes. */
  list(options: RequestOptions = {}): Paged<Compute> {
    return this.arm.list<ComputeResource>('/computes', options).map(toCompute);
  }

  /**
   * Returns a compute.
   *
   * @throws CarryError with the service's code and status 404 if there is none of that name
   */
  async get(name: string, options: RequestOptions = {}): Promise<Compute> {
    return toCompute(await this.read(name, options));
  }

  /**
   * Creates a cluster and waits until it accepts jobs.
   *
   * @example
   * await ws.computes.create({ name: 'cpu-cluster', size: 'Standard_DS3_v2', max: 4, idleSeconds: 300 });
   * @throws CarryError `ClusterIncomplete`, `IdleTimeInvalid`, or `OperationFailed` if the service cannot create it, for instance without quota
   */
  async create(cluster: ClusterCreate, options: RequestOptions = {}): Promise<Compute> {
    const { name, size, min = 0, max, idleSeconds = DEFAULT_IDLE_SECONDS } = cluster;
    const { description, tags, properties } = cluster;
    if (!name) throw fail('ClusterIncomplete', { field: 'name' });
    if (!size) throw fail('ClusterIncomplete', { field: 'size' });
    const scaleSettings = scaleSettingsOf({ min, max, idleSeconds });
    await this.arm.run(pathOf(name), {
      ...options,
      method: 'PUT',
      json: {
        location: cluster.location ?? (await this.arm.location(options)),
        tags,
        properties: {
          computeType: 'AmlCompute',
          description,
          properties: { ...properties, vmSize: size, scaleSettings }
        }
      }
    });
    return this.get(name, options);
  }

  /**
   * Changes the scale of a cluster and waits until it is applied; values that are not given stay.
   *
   * @example await ws.computes.resize('cpu-cluster', { max: 8 });
   */
  async resize(
    name: string,
    scale: Partial<ClusterScale>,
    options: RequestOptions = {}
  ): Promise<Compute> {
    const before = (await this.read(name, options)).properties.properties?.scaleSettings;
    const scaleSettings = { ...before, ...scaleSettingsOf(scale) };
    await this.arm.run(pathOf(name), {
      ...options,
      method: 'PATCH',
      json: { properties: { properties: { scaleSettings } } }
    });
    return this.get(name, options);
  }

  /** Starts a stopped instance and waits until it runs. Clusters start and stop nodes by themselves. */
  async start(name: string, options: RequestOptions = {}): Promise<void> {
    await this.arm.run(`${pathOf(name)}/start`, { ...options, method: 'POST' });
  }

  /** Stops an instance, so that it costs nothing, and waits until it has stopped. */
  async stop(name: string, options: RequestOptions = {}): Promise<void> {
    await this.arm.run(`${pathOf(name)}/stop`, { ...options, method: 'POST' });
  }

  /** Deletes a compute and its machines, and waits until they are gone. */
  async delete(name: string, options: RequestOptions = {}): Promise<void> {
    const query = { underlyingResourceAction: 'Delete' };
    await this.arm.run(pathOf(name), { ...options, method: 'DELETE', query });
  }

  /**
   * Returns the compute for a job that names none: the only one, or the one named `cpu`. Undefined if the workspace has
   * none, in which case Azure runs the job on serverless compute.
   *
   * @throws CarryError `ComputeNeeded`
   */
  async usual(options: RequestOptions = {}): Promise<Compute | undefined> {
    const all = await this.list(options).all();
    const usual = all.length === 1 ? all[0] : all.find(({ name }) => name === DEFAULT_COMPUTE);
    if (usual || all.length === 0) return usual;
    throw fail('ComputeNeeded', { names: all.map(compute => compute.name) });
  }

  private read(name: string, options: RequestOptions): Promise<ComputeResource> {
    return this.arm.read<ComputeResource>(pathOf(name), options);
  }
}

function pathOf(name: string): string {
  return `/computes/${encodeURIComponent(name)}`;
}

/** The settings of those parts of a scale that are given. */
function scaleSettingsOf({ min, max, idleSeconds }: Partial<ClusterScale>): ScaleSettings {
  const settings: ScaleSettings = {};
  if (min !== undefined) settings.minNodeCount = min;
  if (max !== undefined) settings.maxNodeCount = max;
  if (idleSeconds !== undefined) {
    if (!(idleSeconds >= 0 && idleSeconds < Infinity))
      throw fail('IdleTimeInvalid', { idleSeconds });
    settings.nodeIdleTimeBeforeScaleDown = isoDuration(idleSeconds);
  }
  return settings;
}

function toCompute({ id, name, properties }: ComputeResource): Compute {
  const { computeType, provisioningState, description, properties: own } = properties;
  return {
    name,
    id,
    type: computeType ?? 'unknown',
    state: provisioningState ?? 'Unknown',
    description: description ?? undefined,
    size: own?.vmSize,
    scale: own?.scaleSettings ? scaleOf(own.scaleSettings) : undefined
  };
}

function scaleOf(settings: ScaleSettings): ClusterScale {
  const { minNodeCount = 0, maxNodeCount = 0, nodeIdleTimeBeforeScaleDown: idle } = settings;
  return { min: minNodeCount, max: maxNodeCount, idleSeconds: idle ? secondsOf(idle) : undefined };
}
