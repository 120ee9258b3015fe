import type { Page } from '../envelope.js';
import { workspacePath, type WorkspaceId } from '../resource-id.js';
import { withoutTrailingSlashes } from '../slashes.js';
import { orAborted, type RequestOptions } from './abort.js';
import type { ServiceResponse, Connection } from './connection.js';
import type { Send } from './send.js';
import { settled } from './long-running.js';
import { Paged } from './paged.js';

/** The default version of Azure's REST API; operations that need a newer one name it. */
const API_VERSION = '2023-04-01';

/** The region of a workspace and the addresses of its other services. */
interface WorkspaceResource {
  location?: string;
  properties: { mlFlowTrackingUri?: string; discoveryUrl?: string };
}

/** A request to ARM; the API version has a default. */
export type ArmSend = Send & { apiVersion?: string };

/** The resources of one workspace in ARM; paths are relative to the workspace. */
export class ArmWorkspace {
  readonly path: string;
  private resource?: Promise<WorkspaceResource>;
  private history?: Promise<Connection>;

  constructor(
    readonly connection: Connection,
    readonly id: WorkspaceId
  ) {
    this.path = workspacePath(id);
  }

  /** Sends a request and returns the response. */
  send<T>(path: string, send: ArmSend = {}): Promise<ServiceResponse<T>> {
    const { apiVersion = API_VERSION, query, ...rest } = send;
    return this.connection.send<T>({
      ...rest,
      path: this.path + path,
      query: { 'api-version': apiVersion, ...query }
    });
  }

  /** Sends a request and returns its body. */
  async read<T>(path: string, send?: ArmSend): Promise<T> {
    return (await this.send<T>(path, send)).body;
  }

  /** Reads a resource, or returns undefined if it does not exist. */
  async find<T>(path: string, send: ArmSend = {}): Promise<T | undefined> {
    const response = await this.send<T>(path, { ...send, accept: [404] });
    return response.status === 404 ? undefined : response.body;
  }

  /** Creates or replaces a resource with these properties and returns it. */
  put<T>(path: string, properties: unknown, send: ArmSend = {}): Promise<T> {
    return this.read<T>(path, { ...send, method: 'PUT', json: { properties } });
  }

  /** Sends a request and waits for the long-running operation that it starts. */
  async run(path: string, send: ArmSend): Promise<void> {
    await settled(this.connection, await this.send(path, send), send.signal);
  }

  /** Lists resources page by page. */
  list<T>(path: string, send: ArmSend = {}): Paged<T> {
    return new Paged<T>(async next => {
      const page = next
        ? await this.connection.read<Page<T>>({ url: next, signal: send.signal })
        : await this.read<Page<T>>(path, send);
      return { items: page.value, next: page.nextLink };
    });
  }

  /** Returns the region of this workspace, such as `westeurope`. */
  async location(options: RequestOptions = {}): Promise<string | undefined> {
    return (await this.facts(options)).location;
  }

  /** Returns the base URL of MLflow's REST API for this workspace. */
  async trackingUri(): Promise<string> {
    const { mlFlowTrackingUri } = (await this.facts()).properties;
    return mlflowRestUri(
      mlFlowTrackingUri ?? `${this.connection.endpoint}/mlflow/v1.0${this.path}`
    );
  }

  /** Returns a connection to the run-history service of this workspace, found through its discovery document. */
  runHistory({ signal }: RequestOptions = {}): Promise<Connection> {
    return orAborted(
      () =>
        (this.history ??= this.discoverHistory().catch((error: unknown) => {
          this.history = undefined;
          throw error;
        })),
      signal
    );
  }

  private async discoverHistory(): Promise<Connection> {
    const { discoveryUrl } = (await this.facts()).properties;
    if (!discoveryUrl) return this.connection;
    const services = await this.connection.read<{ history?: string; api?: string }>({
      url: discoveryUrl
    });
    const host = services.history ?? services.api;
    return host ? this.connection.at(new URL(host).origin) : this.connection;
  }

  /** Reads the workspace itself once; callers share the request, so that no signal of one of them can end it. */
  private facts({ signal }: RequestOptions = {}): Promise<WorkspaceResource> {
    return orAborted(
      () =>
        (this.resource ??= this.read<WorkspaceResource>('').catch((error: unknown) => {
          this.resource = undefined;
          throw error;
        })),
      signal
    );
  }
}

/**
 * Returns the base URL of MLflow's REST API for a tracking URI: Azure ML names `azureml://{host}/mlflow/v1.0{workspace}`
 * and serves MLflow 2 and later at `https://{host}/mlflow/v2.0{workspace}`.
 */
export function mlflowRestUri(uri: string): string {
  return withoutTrailingSlashes(
    uri
      .replace(/^azureml:/, 'https:')
      .replace(/\/mlflow\/v1\.0\//, '/mlflow/v2.0/')
      .replace(/\?.*$/s, '')
  );
}
