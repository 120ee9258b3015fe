import { URLExt } from '@jupyterlab/coreutils';
import { ServerConnection } from '@jupyterlab/services';
import type { TranslationBundle } from '@jupyterlab/translation';
import type {
  ComputeInfo,
  ErrorBody,
  ModelSummary,
  ModelVersionInfo,
  NotebookInfo,
  OpenResponse,
  ParametersInfo,
  RegisterRequest,
  Artifact,
  JobSummary,
  SubmitResponse,
  SubmitRequest,
  WorkspaceInfo
} from '@carry-ml/bridge';
import type { ICarryService } from '../tokens.js';
import { EventStream } from './event-stream.js';
import { ServiceError } from './service-error.js';

/** Sends all requests of the sidebar. The Jupyter server proxies the bridge at `carry/`. */
export class CarryService implements ICarryService {
  readonly events: EventStream;

  constructor(
    private readonly settings: ServerConnection.ISettings,
    private readonly trans: TranslationBundle
  ) {
    const url = URLExt.join(settings.wsUrl, 'carry', 'api', 'events');
    // The cookie authenticates the connection: a token in the URL would appear in the server's log.
    this.events = new EventStream(() => new settings.WebSocket(url));
  }

  workspace(): Promise<WorkspaceInfo> {
    return this.read('workspace');
  }

  computes(): Promise<ComputeInfo[]> {
    return this.read('computes');
  }

  notebook(path: string): Promise<NotebookInfo> {
    return this.read(`notebook${URLExt.objectToQueryString({ path })}`);
  }

  parameters(path: string, notebook: string): Promise<ParametersInfo> {
    return this.send('parameters', { path, notebook });
  }

  async submit(request: SubmitRequest): Promise<JobSummary> {
    const { job } = await this.send<SubmitResponse>('jobs', request);
    return job;
  }

  async cancel(job: string): Promise<void> {
    await this.send(`jobs/${encodeURIComponent(job)}/cancel`, {});
  }

  files(job: string): Promise<Artifact[]> {
    return this.read(`jobs/${encodeURIComponent(job)}/files`);
  }

  open(job: string, path?: string): Promise<OpenResponse> {
    return this.send(`jobs/${encodeURIComponent(job)}/open`, { path });
  }

  models(): Promise<ModelSummary[]> {
    return this.read('models');
  }

  versions(model: string): Promise<ModelVersionInfo[]> {
    return this.read(`models/${encodeURIComponent(model)}`);
  }

  register(request: RegisterRequest): Promise<ModelVersionInfo> {
    return this.send('models', request);
  }

  private read<T>(path: string): Promise<T> {
    return this.request(path, { method: 'GET' });
  }

  private send<T>(path: string, body: object): Promise<T> {
    return this.request(path, {
      method: 'POST',
      body: JSON.stringify(body),
      headers: { 'Content-Type': 'application/json' }
    });
  }

  private async request<T>(path: string, init: RequestInit): Promise<T> {
    const url = URLExt.join(this.settings.baseUrl, 'carry', 'api', path);
    const response = await this.fetch(url, init);
    const text = await response.text();
    if (!response.ok) throw new ServiceError(this.explain(response, text));
    return JSON.parse(text) as T;
  }

  private async fetch(url: string, init: RequestInit): Promise<Response> {
    try {
      return await ServerConnection.makeRequest(url, init, this.settings);
    } catch (e) {
      const message = this.trans.__(
        'The Jupyter server does not respond. Check that it is running; this page reconnects automatically.'
      );
      throw Object.assign(new ServiceError({ code: 'ServerUnreachable', message }), { cause: e });
    }
  }

  /** Returns the bridge's error, or an error of our own if the response came from the proxy or Jupyter. */
  private explain(response: Response, text: string): ErrorBody['error'] {
    try {
      const { error } = JSON.parse(text) as Partial<ErrorBody>;
      if (error) return error;
    } catch {
      // An HTML page of the proxy or of Jupyter: the errors below replace it.
    }
    const { status } = response;
    if (status === 404) {
      const message = this.trans.__(
        'This Jupyter server has no Carry bridge. Install jupyterlab-carry on the server, and restart it.'
      );
      return { code: 'BridgeMissing', message };
    }
    const message = this.trans.__(
      'The Carry bridge does not respond (status %1). It restarts automatically; the log of the Jupyter server has the details.',
      status
    );
    return { code: 'BridgeUnreachable', message };
  }
}
