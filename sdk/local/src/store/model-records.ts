/** The format of a model's files, by Azure ML's names. */
export type ModelType = 'custom_model' | 'mlflow_model' | 'triton_model';

export type ModelStatus = 'READY' | 'PENDING_REGISTRATION' | 'FAILED_REGISTRATION';

/** One version of a registered model, with the fields of both Azure ML and MLflow. Times in milliseconds since 1970. */
export interface ModelVersionRecord {
  /** Its position in the order of registration. */
  row: number;
  name: string;
  /** A number in MLflow; any text in Azure ML. */
  version: string;
  description?: string;
  tags: Record<string, string>;
  properties: Record<string, string>;
  modelType: ModelType;
  /** The URI of its files, as the client sent it. Never changes. */
  source: string;
  runId?: string;
  /** The URL of a page about the run, for MLflow's clients. */
  runLink?: string;
  jobName?: string;
  /** The logged model that it was created from. */
  modelId?: string;
  flavors: Record<string, { data?: Record<string, string> }>;
  /** MLflow's `Staging`, `Production` and `Archived`, or whatever Azure ML's clients write; `None` before that. */
  stage: string;
  /** Aliases that currently refer to this version. */
  aliases: string[];
  isArchived: boolean;
  isAnonymous: boolean;
  createdAt: number;
  updatedAt: number;
  userId: string;
  status: ModelStatus;
}

/** A registered model: the head of a series of versions. Times in milliseconds since 1970. */
export interface ModelRecord {
  /** Its position in the order of registration. */
  row: number;
  name: string;
  description?: string;
  tags: Record<string, string>;
  properties: Record<string, string>;
  isArchived: boolean;
  aliases: Record<string, string>;
  createdAt: number;
  updatedAt: number;
  userId: string;
  /** The version registered last. */
  latestVersion?: string;
  /** The next number: numbers of deleted versions do not come again. */
  nextVersion: string;
}

/** The fields of a new version; all but name and source have defaults. */
export type NewModelVersion = Pick<ModelVersionRecord, 'name' | 'source'> &
  Partial<
    Omit<
      ModelVersionRecord,
      'row' | 'name' | 'version' | 'source' | 'aliases' | 'createdAt' | 'updatedAt' | 'status'
    >
  >;

/** The fields of a version that may change after its registration. */
export type ModelVersionChange = Partial<
  Pick<
    ModelVersionRecord,
    'description' | 'tags' | 'properties' | 'flavors' | 'stage' | 'isArchived'
  >
>;

export type ModelChange = Partial<
  Pick<ModelRecord, 'description' | 'tags' | 'properties' | 'isArchived'>
>;

export interface ModelVersionRow {
  seq: number;
  name: string;
  version: string;
  description: string | null;
  tags: string;
  properties: string;
  model_type: ModelType;
  source: string;
  run_id: string | null;
  run_link: string | null;
  job_name: string | null;
  model_id: string | null;
  flavors: string;
  stage: string;
  aliases: string;
  is_archived: number;
  is_anonymous: number;
  created_at: number;
  updated_at: number;
  user_id: string;
  status: ModelStatus;
}

export interface ModelRow {
  seq: number;
  name: string;
  description: string | null;
  tags: string;
  properties: string;
  is_archived: number;
  aliases: string;
  created_at: number;
  updated_at: number;
  user_id: string;
  latest: string | null;
  last_number: number;
}

/** Converts a row to a version. JSON columns contain fields that are never searched by SQL alone. */
export function toModelVersion(row: ModelVersionRow): ModelVersionRecord {
  return {
    row: row.seq,
    name: row.name,
    version: row.version,
    description: row.description ?? undefined,
    tags: JSON.parse(row.tags) as ModelVersionRecord['tags'],
    properties: JSON.parse(row.properties) as ModelVersionRecord['properties'],
    modelType: row.model_type,
    source: row.source,
    runId: row.run_id ?? undefined,
    runLink: row.run_link ?? undefined,
    jobName: row.job_name ?? undefined,
    modelId: row.model_id ?? undefined,
    flavors: JSON.parse(row.flavors) as ModelVersionRecord['flavors'],
    stage: row.stage,
    aliases: (JSON.parse(row.aliases) as string[]).sort(),
    isArchived: row.is_archived === 1,
    isAnonymous: row.is_anonymous === 1,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
    userId: row.user_id,
    status: row.status
  };
}

export function toModel(row: ModelRow): ModelRecord {
  return {
    row: row.seq,
    name: row.name,
    description: row.description ?? undefined,
    tags: JSON.parse(row.tags) as ModelRecord['tags'],
    properties: JSON.parse(row.properties) as ModelRecord['properties'],
    isArchived: row.is_archived === 1,
    aliases: JSON.parse(row.aliases) as ModelRecord['aliases'],
    createdAt: row.created_at,
    updatedAt: row.updated_at,
    userId: row.user_id,
    latestVersion: row.latest ?? undefined,
    nextVersion: String(row.last_number + 1)
  };
}
