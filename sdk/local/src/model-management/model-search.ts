import type { ModelStore, ModelVersionRecord } from '../store/model-store.js';
import { frameworkProperties } from './registered-model.js';

/** The query of a list of models. */
export interface ModelQuery {
  name?: string;
  framework?: string;
  tag?: string;
  /** `key` or `key=value`, separated by commas. */
  tags?: string;
  properties?: string;
  runId?: string;
  count?: string;
  latestVersionOnly?: string;
  $skipToken?: string;
}

/** One page of models, newest first. */
export interface ModelPage {
  models: ModelVersionRecord[];
  next?: string;
}

const DEFAULT_COUNT = 100;
const MAX_COUNT = 255;
/** Number of versions that are read at a time, until a page is full. */
const READ_AT_ONCE = 500;

/** Finds the versions of models that match, in pages. Archived ones and those whose version is no number are left out. */
export function searchModels(models: ModelStore, query: ModelQuery): ModelPage {
  const count = Math.min(Math.max(Number(query.count) || DEFAULT_COUNT, 1), MAX_COUNT);
  const found: ModelVersionRecord[] = [];
  let before = Number(query.$skipToken) || Number.MAX_SAFE_INTEGER;
  for (;;) {
    const page = readPage(models, query, before);
    for (const model of page) {
      if (found.length === count) return { models: found, next: String(before) };
      before = model.row;
      if (matches(model, query)) found.push(model);
    }
    if (page.length < READ_AT_ONCE) return { models: found };
  }
}

function readPage(models: ModelStore, query: ModelQuery, before: number): ModelVersionRecord[] {
  const conditions: [sql: string, ...args: (string | number)[]][] = [
    ["v.seq < ? AND NOT v.is_archived AND v.version NOT GLOB '*[^0-9]*'", before],
    ...(query.name ? [['v.name = ?', query.name] as [string, string]] : []),
    ...(query.runId ? [['v.run_id = ?', query.runId] as [string, string]] : []),
    ...(query.latestVersionOnly?.toLowerCase() === 'true' ? [[LATEST] as [string]] : [])
  ];
  return models.selectVersions({
    where: {
      sql: conditions.map(([sql]) => sql).join(' AND '),
      args: conditions.flatMap(([, ...args]) => args)
    },
    order: 'v.seq DESC',
    limit: READ_AT_ONCE,
    offset: 0
  });
}

/** True for the version `v` of a model that was registered last among those that can be found. */
const LATEST = `v.seq = (SELECT max(o.seq) FROM model_versions o
  WHERE o.name = v.name AND NOT o.is_archived AND o.version NOT GLOB '*[^0-9]*')`;

function matches(model: ModelVersionRecord, query: ModelQuery): boolean {
  const { framework } = query;
  return (
    (!framework || (model.properties[frameworkProperties.framework] ?? 'Custom') === framework) &&
    hasAll(model.tags, query.tags) &&
    hasAll(model.tags, query.tag) &&
    hasAll(model.properties, query.properties)
  );
}

function hasAll(values: Record<string, string>, wanted = ''): boolean {
  const pairs = wanted === '' ? [] : wanted.split(',');
  return pairs.every(pair => {
    const [key = '', ...value] = pair.split('=');
    if (!Object.hasOwn(values, key)) return false;
    return value.length === 0 || values[key] === value.join('=');
  });
}
