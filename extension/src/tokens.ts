import { Token } from '@lumino/coreutils';
import type { ISignal } from '@lumino/signaling';
import type { Widget } from '@lumino/widgets';
import type {
  ComputeInfo,
  EventMessage,
  ModelSummary,
  ModelVersionInfo,
  NotebookInfo,
  OpenResponse,
  ParametersInfo,
  RegisterRequest,
  Artifact,
  JobSummary,
  SubmitRequest,
  WatchMessage,
  WorkspaceInfo
} from '@carry-ml/bridge';

/** The bridge's side of the wire. Every rejection is a `ServiceError`. */
export interface ICarryService {
  readonly events: IEventStream;
  workspace(): Promise<WorkspaceInfo>;
  computes(): Promise<ComputeInfo[]>;
  notebook(path: string): Promise<NotebookInfo>;
  parameters(path: string, notebook: string): Promise<ParametersInfo>;
  submit(request: SubmitRequest): Promise<JobSummary>;
  cancel(job: string): Promise<void>;
  files(job: string): Promise<Artifact[]>;
  /** Brings a file of a run into the lab; without a path the executed notebook. */
  open(job: string, path?: string): Promise<OpenResponse>;
  models(): Promise<ModelSummary[]>;
  versions(model: string): Promise<ModelVersionInfo[]>;
  register(request: RegisterRequest): Promise<ModelVersionInfo>;
}

export const ICarryService = new Token<ICarryService>(
  'jupyterlab-carry:ICarryService',
  'Talks to the Carry bridge of this Jupyter server.'
);

/** What the bridge pushes, over one WebSocket that comes back by itself. */
export interface IEventStream {
  readonly message: ISignal<IEventStream, EventMessage>;
  /** True while the bridge is heard. */
  readonly connected: boolean;
  readonly connectedChanged: ISignal<IEventStream, boolean>;
  /** Says what this page looks at, now and after every reconnection. */
  watch(look: () => WatchMessage): void;
}

/** The sidebar, into which panels are put. */
export interface ICarrySidebar {
  add(panel: Widget, rank: number): void;
  /** Brings the sidebar and one of its panels to the front. */
  show(panelId: string): void;
}

export const ICarrySidebar = new Token<ICarrySidebar>(
  'jupyterlab-carry:ICarrySidebar',
  'The Carry sidebar, for more panels.'
);

/** The runs of the workspace, kept fresh. */
export interface ICarryJobs {
  readonly jobs: readonly JobSummary[];
  readonly changed: ISignal<ICarryJobs, void>;
  /** Emitted when a user wants to register what a run made. */
  readonly registerRequested: ISignal<ICarryJobs, JobSummary>;
  /** Takes a run that has just been submitted into the list, and shows it. */
  announce(job: JobSummary): void;
  /** Shows one run in the panel. */
  select(name: string | null): void;
}

export const ICarryJobs = new Token<ICarryJobs>(
  'jupyterlab-carry:ICarryJobs',
  'The runs of the workspace.'
);
