import { URLExt } from '@jupyterlab/coreutils';
import { ServerConnection } from '@jupyterlab/services';
import type { TranslationBundle } from '@jupyterlab/translation';
import type {
  Comparison,
  ComputeInfo,
  DataInfo,
  DeletionPreview,
  EnvironmentInfo,
  ErrorBody,
  ExpiredRuns,
  MetricSeries,
  ModelSummary,
  ModelVersionDetail,
  ModelVersionInfo,
  NotebookInfo,
  OpenResponse,
  ParametersInfo,
  PipelineRequest,
  PredictionRequest,
  PredictionResult,
  RegisterRequest,
  RunGroups,
  RunGroupsQuery,
  RunModels,
  RunNotebook,
  RunPage,
  RunQuery,
  Artifact,
  JobSummary,
  KernelEnvironmentInfo,
  KernelPackages,
  LogChunk,
  LogMatches,
  LogQuery,
  LogSearchQuery,
  RerunForm,
  RerunRequest,
  RetentionQuery,
  RetimeRequest,
  ScheduleInfo,
  ScheduleRequest,
  SubmitRequest,
  SubmitTexts,
  UploadInfo,
  VersionChange,
  WorkspaceInfo
} from '@carry-ml/bridge';
import type { ICarryService, ScheduleChange } from '../tokens.js';
import { EventStream } from './event-stream.js';
import { repeatedRead } from './repeated-read.js';
import { ServiceError } from './service-error.js';
import { readComparison } from './wire/compare-wire.js';
import { readError } from './wire/event-wire.js';
import { fieldsOf, listOf, textOf, textOrNull } from './wire/fields.js';
import {
  readArtifact,
  readDeletionPreview,
  readExpiredRuns,
  readJob,
  readRunGroups,
  readRunPage,
  readSeries
} from './wire/job-wire.js';
import { readChunk, readMatches } from './wire/log-wire.js';
import { readModel, readRunModels, readVersion, readVersionDetail } from './wire/model-wire.js';
import { readPrediction } from './wire/prediction-wire.js';
import { readSchedule } from './wire/schedule-wire.js';
import { readRunNotebook } from './wire/run-notebook-wire.js';
import {
  readCompute,
  readEnvironment,
  readKernelEnvironment,
  readNotebook,
  readParameters,
  readRerunForm,
  readTexts,
  readUpload,
  readWorkspace
} from './wire/notebook-wire.js';

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

  async workspace(): Promise<WorkspaceInfo> {
    return readWorkspace(await this.read('workspace'));
  }

  async computes(): Promise<ComputeInfo[]> {
    return listOf(await this.read('computes'), readCompute);
  }

  async environments(): Promise<EnvironmentInfo[]> {
    return listOf(await this.read('environments'), readEnvironment);
  }

  async notebook(path: string): Promise<NotebookInfo> {
    return readNotebook(await this.read(`notebook${URLExt.objectToQueryString({ path })}`));
  }

  async parameters(path: string, notebook: string): Promise<ParametersInfo> {
    return readParameters(await this.send('parameters', { path, notebook }));
  }

  async data(): Promise<DataInfo[]> {
    return listOf(await this.read('data'), readEnvironment);
  }

  async secrets(): Promise<string[]> {
    return listOf(await this.read('secrets'), textOrNull);
  }

  async storeSecret(name: string, value: string): Promise<string[]> {
    return listOf(await this.send('secrets', { name, value }), textOrNull);
  }

  async kernelEnvironment(packages: KernelPackages): Promise<KernelEnvironmentInfo> {
    return readKernelEnvironment(await this.send('notebook/environment', packages));
  }

  async exclude(notebook: string, path: string): Promise<UploadInfo> {
    return readUpload(await this.send('notebook/exclude', { path: notebook, exclude: path }));
  }

  async submit(request: SubmitRequest): Promise<JobSummary> {
    return this.newJob(await this.send('jobs', request));
  }

  async submitPipeline(request: PipelineRequest): Promise<JobSummary> {
    return this.newJob(await this.send('pipelines', request));
  }

  async rerunForm(job: string): Promise<RerunForm> {
    return readRerunForm(await this.read(`jobs/${encodeURIComponent(job)}/rerun`));
  }

  async rerun(job: string, changes: RerunRequest = {}): Promise<JobSummary> {
    return this.newJob(await this.send(`jobs/${encodeURIComponent(job)}/rerun`, changes));
  }

  async submitAs(request: SubmitRequest): Promise<SubmitTexts> {
    return readTexts(await this.send('notebook/submit-as', request));
  }

  async writeJobFile(request: SubmitRequest): Promise<string> {
    return textOf(fieldsOf(await this.send('notebook/job-file', request)).path);
  }

  async cancel(job: string): Promise<void> {
    await this.send(`jobs/${encodeURIComponent(job)}/cancel`, {});
  }

  async runs(query: RunQuery): Promise<RunPage> {
    return readRunPage(await this.read(`runs${queryOf(query)}`));
  }

  async runGroups(query: RunGroupsQuery): Promise<RunGroups> {
    return readRunGroups(await this.read(`run-groups${queryOf(query)}`));
  }

  async pin(run: string, pinned: boolean): Promise<void> {
    await this.send(`runs/${encodeURIComponent(run)}/pin`, { pinned });
  }

  async archive(run: string, archived: boolean): Promise<void> {
    await this.send(`runs/${encodeURIComponent(run)}/archive`, { archived });
  }

  async expiredRuns(query: RetentionQuery): Promise<ExpiredRuns> {
    return readExpiredRuns(await this.read(`expired-runs${queryOf(query)}`));
  }

  async deletionPreview(runs: readonly string[]): Promise<DeletionPreview> {
    return readDeletionPreview(await this.send('deletion-preview', { runs }));
  }

  async deleteRun(run: string): Promise<void> {
    await this.send(`runs/${encodeURIComponent(run)}/delete`, {});
  }

  async restoreRun(run: string): Promise<void> {
    await this.send(`runs/${encodeURIComponent(run)}/restore`, {});
  }

  async compare(runs: readonly string[]): Promise<Comparison> {
    const query = new URLSearchParams(runs.map(run => ['run', run]));
    return readComparison(await this.read(`compare?${query.toString()}`));
  }

  async curves(run: string): Promise<MetricSeries[]> {
    return listOf(await this.read(`runs/${encodeURIComponent(run)}/curves`), readSeries);
  }

  async experiments(): Promise<string[]> {
    return listOf(await this.read('experiments'), textOrNull);
  }

  async log(job: string, query: LogQuery, signal: AbortSignal): Promise<LogChunk> {
    const path = `jobs/${encodeURIComponent(job)}/log${URLExt.objectToQueryString(query)}`;
    return readChunk(await this.read(path, signal));
  }

  async searchLog(job: string, query: LogSearchQuery, signal: AbortSignal): Promise<LogMatches> {
    const path = `jobs/${encodeURIComponent(job)}/log/search${URLExt.objectToQueryString(query)}`;
    return readMatches(await this.read(path, signal));
  }

  async logBytes(job: string, from: number, signal: AbortSignal): Promise<Blob> {
    const path = `jobs/${encodeURIComponent(job)}/log/bytes${URLExt.objectToQueryString({ from })}`;
    return repeatedRead(
      async () => (await this.respond(path, { method: 'GET', signal })).blob(),
      signal
    );
  }

  async files(run: string): Promise<Artifact[]> {
    return listOf(await this.read(`runs/${encodeURIComponent(run)}/files`), readArtifact);
  }

  async runModels(run: string): Promise<RunModels> {
    return readRunModels(await this.read(`runs/${encodeURIComponent(run)}/models`));
  }

  async runNotebook(
    run: string,
    last: Pick<RunNotebook, 'path' | 'version'> | null
  ): Promise<RunNotebook> {
    const query = queryOf({ known: last?.version ?? undefined, path: last?.path ?? undefined });
    return readRunNotebook(await this.read(`runs/${encodeURIComponent(run)}/notebook${query}`));
  }

  fileUrl(run: string, path: string): string {
    return this.fileAddress(`runs/${encodeURIComponent(run)}`, path);
  }

  async open(run: string, path?: string): Promise<OpenResponse> {
    const response = await this.send(`runs/${encodeURIComponent(run)}/open`, { path });
    return { path: textOf(fieldsOf(response).path) };
  }

  async models(): Promise<ModelSummary[]> {
    return listOf(await this.read('models'), readModel);
  }

  async versions(model: string): Promise<ModelVersionInfo[]> {
    return listOf(await this.read(`models/${encodeURIComponent(model)}`), readVersion);
  }

  async version(model: string, version: string): Promise<ModelVersionDetail> {
    return readVersionDetail(await this.read(versionPath(model, version)));
  }

  async editVersion(model: string, version: string, change: VersionChange): Promise<void> {
    await this.send(`${versionPath(model, version)}/edit`, change);
  }

  async deleteVersion(model: string, version: string): Promise<void> {
    await this.send(`${versionPath(model, version)}/delete`, {});
  }

  async deleteModel(model: string, typed: string): Promise<void> {
    await this.send(`models/${encodeURIComponent(model)}/delete`, { name: typed });
  }

  async setAlias(model: string, alias: string, version: string): Promise<void> {
    await this.send(`models/${encodeURIComponent(model)}/alias`, { alias, version });
  }

  async removeAlias(model: string, alias: string): Promise<void> {
    await this.send(`models/${encodeURIComponent(model)}/remove-alias`, { alias });
  }

  modelFileUrl(model: string, version: string, path: string): string {
    return this.fileAddress(versionPath(model, version), path);
  }

  async predict(
    model: string,
    version: string,
    request: PredictionRequest
  ): Promise<PredictionResult> {
    return readPrediction(await this.send(`${versionPath(model, version)}/predict`, request));
  }

  async endPrediction(id: string): Promise<void> {
    await this.send('predictions/end', { id });
  }

  async openModelFile(model: string, version: string, path: string): Promise<OpenResponse> {
    const response = await this.send(`${versionPath(model, version)}/open`, { path });
    return { path: textOf(fieldsOf(response).path) };
  }

  async register(request: RegisterRequest): Promise<ModelVersionInfo> {
    return readVersion(await this.send('models', request));
  }

  async schedules(): Promise<ScheduleInfo[]> {
    return listOf(await this.read('schedules'), readSchedule);
  }

  async createSchedule(request: ScheduleRequest): Promise<void> {
    await this.send('schedules', request);
  }

  async retimeSchedule(name: string, request: RetimeRequest): Promise<void> {
    await this.send(`schedules/${encodeURIComponent(name)}/retime`, request);
  }

  async changeSchedule(name: string, change: ScheduleChange): Promise<void> {
    await this.send(`schedules/${encodeURIComponent(name)}/${change}`, {});
  }

  private fileAddress(owner: string, path: string): string {
    const query = URLExt.objectToQueryString({ path });
    return `${URLExt.join(this.settings.baseUrl, 'carry/api', owner, 'file')}${query}`;
  }

  private newJob(response: unknown): JobSummary {
    const job = readJob(fieldsOf(response).job);
    if (job) return job;
    const message = this.trans.__(
      'The Carry bridge has submitted the notebook, but its response names no job. Look for the run in Runs.'
    );
    throw new ServiceError({ code: 'ResponseInvalid', message });
  }

  private read(path: string, signal?: AbortSignal): Promise<unknown> {
    return repeatedRead(() => this.request(path, { method: 'GET', signal }), signal);
  }

  private send(path: string, body: object): Promise<unknown> {
    return this.request(path, {
      method: 'POST',
      body: JSON.stringify(body),
      headers: { 'Content-Type': 'application/json' }
    });
  }

  /** Sends a request. The response is checked by a reader of `wire/`, because the page may be older or newer than the bridge. */
  private async request(path: string, init: RequestInit): Promise<unknown> {
    return JSON.parse(await (await this.respond(path, init)).text()) as unknown;
  }

  private async respond(path: string, init: RequestInit): Promise<Response> {
    const url = URLExt.join(this.settings.baseUrl, 'carry', 'api', path);
    const response = await this.fetch(url, init);
    if (!response.ok) throw new ServiceError(this.explain(response, await response.text()));
    return response;
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
      const error = readError(fieldsOf(JSON.parse(text)).error);
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

function versionPath(model: string, version: string): string {
  return `models/${encodeURIComponent(model)}/versions/${encodeURIComponent(version)}`;
}

/** Writes a query without the fields that are not set. */
function queryOf(query: object): string {
  const given = Object.entries(query).filter(([, value]) => value !== undefined);
  return URLExt.objectToQueryString(Object.fromEntries(given));
}
