import type { Page } from '../envelope.js';
import { workspacePath, type WorkspaceId } from '../resource-id.js';
import type { Answer, Connection, Send } from './connection.js';
import { settled } from './long-running.js';
import { Paged } from './paged.js';

/** The version of Azure's contract that assets are spoken in; what needs a newer one says so. */
const API_VERSION = '2023-04-01';

/** Facts about a workspace that lead to its other services. */
interface WorkspaceProperties {
  mlFlowTrackingUri?: string;
  discoveryUrl?: string;
}

/** The resources of one workspace as ARM has them; paths are relative to the workspace. */
export class ArmWorkspace {
  readonly path: string;
  private properties?: Promise<WorkspaceProperties>;
  private history?: Promise<Connection>;

  constructor(
    readonly connection: Connection,
    readonly id: WorkspaceId
  ) {
    this.path = workspacePath(id);
  }

  send<T>(path: string, send: Send & { apiVersion?: string } = {}): Promise<Answer<T>> {
    const { apiVersion = API_VERSION, query, ...rest } = send;
    return this.connection.send<T>({
      ...rest,
      path: this.path + path,
      query: { 'api-version': apiVersion, ...query }
    });
  }

  async read<T>(path: string, send?: Send & { apiVersion?: string }): Promise<T> {
    return (await this.send<T>(path, send)).body;
  }

  /** Reads a resource, or answers undefined when it is not there. */
  async find<T>(path: string): Promise<T | undefined> {
    const answer = await this.send<T>(path, { accept: [404] });
    return answer.status === 404 ? undefined : answer.body;
  }

  put<T>(path: string, properties: unknown, apiVersion?: string): Promise<T> {
    return this.read<T>(path, { method: 'PUT', json: { properties }, apiVersion });
  }

  /** Sends and waits for the long-running operation that it starts. */
  async run(path: string, send: Send & { apiVersion?: string }): Promise<void> {
    await settled(this.connection, await this.send(path, send), send.signal);
  }

  list<T>(path: string, send: Send & { apiVersion?: string } = {}): Paged<T> {
    return new Paged<T>(async next => {
      const page = next
        ? await this.connection.read<Page<T>>({ url: next })
        : await this.read<Page<T>>(path, send);
      return { items: page.value, ...(page.nextLink ? { next: page.nextLink } : {}) };
    });
  }

  /** The base of MLflow's REST API for this workspace. */
  async trackingUri(): Promise<string> {
    const { mlFlowTrackingUri } = await this.facts();
    return mlflowRestUri(
      mlFlowTrackingUri ?? `${this.connection.endpoint}/mlflow/v1.0${this.path}`
    );
  }

  /** The run-history service of this workspace, found through its discovery document. */
  runHistory(): Promise<Connection> {
    this.history ??= this.discoverHistory().catch((error: unknown) => {
      this.history = undefined;
      throw error;
    });
    return this.history;
  }

  private async discoverHistory(): Promise<Connection> {
    const { discoveryUrl } = await this.facts();
    if (!discoveryUrl) return this.connection;
    const services = await this.connection.read<{ history?: string; api?: string }>({
      url: discoveryUrl
    });
    const host = services.history ?? services.api;
    return host ? this.connection.at(new URL(host).origin) : this.connection;
  }

  private facts(): Promise<WorkspaceProperties> {
    this.properties ??= this.read<{ properties: WorkspaceProperties }>('').then(
      workspace => workspace.properties,
      (error: unknown) => {
        this.properties = undefined;
        throw error;
      }
    );
    return this.properties;
  }
}

/**
 * Where MLflow's REST API answers for a tracking URI: Azure ML writes `azureml://{host}/mlflow/v1.0{workspace}` and
 * serves MLflow 2 and later at `https://{host}/mlflow/v2.0{workspace}`.
 */
export function mlflowRestUri(uri: string): string {
  return uri
    .replace(/^azureml:/, 'https:')
    .replace(/\/mlflow\/v1\.0\//, '/mlflow/v2.0/')
    .replace(/\?.*$/, '')
    .replace(/\/+$/, '');
}
