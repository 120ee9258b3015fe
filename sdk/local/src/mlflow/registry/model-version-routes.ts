import type { ModelVersionRecord } from '../../store/model-store.js';
import type { MlflowDeps } from '../deps.js';
import { fail } from '../errors.js';
import type { LoggedModelStore } from '../logged-models/logged-models.js';
import { message } from '../wire/response.js';
import { endpoint, question, type Endpoint } from '../wire/endpoint.js';
import { parseJsonList, toPythonJson } from '../wire/json-list.js';
import { bool, int64, required, string, versionNumber, withDefault } from '../wire/message.js';
import { checkModelName } from '../wire/names.js';
import { pageOf } from '../wire/page-token.js';
import { decoded } from '../wire/percent-decoding.js';
import { tagFields, tagList, tagRecord } from '../wire/tags.js';
import { partsInTurns } from '../wire/in-turns.js';
import { JsonStream } from '../wire/json-stream.js';
import { modelVersionSelection, promptTag } from './model-search.js';
import { parseModelUri } from './model-uri.js';
import { wireModelVersion } from './model-wire.js';
import { checkRegistryTag, modelSearchFields } from './registered-model-routes.js';
import { stageNamed, type Registry } from './registry.js';

const version = { name: required(string), version: required(versionNumber) };
const createFields = {
  name: required(string),
  source: required(string),
  run_id: string,
  tags: tagList,
  run_link: string,
  description: string,
  model_id: string
};
/** This many versions are encoded in a few milliseconds. */
const VERSIONS_PER_TURN = 500;
/** MLflow's limit on one page of versions. */
const MAX_VERSIONS = 200_000;

/** `model-versions/*` of MLflow's API. */
export function modelVersionEndpoints(deps: MlflowDeps): Endpoint[] {
  return [
    ...versionEndpoints(deps),
    ...readEndpoints(deps),
    ...tagEndpoints(deps),
    ...stageEndpoints(deps)
  ];
}

/** Create, get, update and delete a version. */
function versionEndpoints({ registry, logged, transaction, user }: MlflowDeps): Endpoint[] {
  const { models } = registry;
  return [
    endpoint('POST', '/model-versions/create', createFields, input => {
      checkModelName(input.name);
      for (const { key, value } of input.tags) checkRegistryTag(key, value);
      if (!isPrompt(input)) checkSource(input.source);
      return transaction(() => {
        registry.model(input.name);
        const origin = versionOrigin(registry, logged, input);
        const created = models.createNextVersion({
          name: input.name,
          source: input.source,
          ...origin,
          runLink: input.run_link,
          description: input.description ?? '',
          tags: tagRecord(input.tags),
          modelType: 'mlflow_model',
          userId: user
        });
        if (origin.modelId) addRegistrationTag(logged, origin.modelId, created);
        return response(created);
      });
    }),
    endpoint('GET', '/model-versions/get', version, input =>
      response(registry.version(input.name, input.version))
    ),
    endpoint('PATCH', '/model-versions/update', { ...version, description: string }, input => {
      registry.version(input.name, input.version);
      const description = input.description ?? '';
      return response(
        models.updateVersion(input.name, input.version, { description }) as ModelVersionRecord
      );
    }),
    endpoint('DELETE', '/model-versions/delete', version, input => {
      registry.version(input.name, input.version);
      models.deleteVersion(input.name, input.version);
    })
  ];
}

/** Search for versions, and find the files of a version. */
function readEndpoints({ registry, locations }: MlflowDeps): Endpoint[] {
  const { models } = registry;
  return [
    question(
      ['GET', 'POST'],
      '/model-versions/search',
      { ...modelSearchFields, max_results: withDefault(int64, 10_000) },
      async input => {
        if (input.max_results < 1 || input.max_results > MAX_VERSIONS)
          throw fail('MaxResultsInvalid', { value: input.max_results, max: MAX_VERSIONS });
        const { items, next_page_token } = await pageOf(input, part =>
          models.searchVersions(
            modelVersionSelection({ filter: input.filter, orderBy: input.order_by, ...part })
          )
        );
        const parts = partsInTurns(items, VERSIONS_PER_TURN, part => part.map(wireModelVersion));
        return new JsonStream('model_versions', parts, message({ next_page_token }));
      }
    ),
    endpoint('GET', '/model-versions/get-download-uri', version, input => ({
      artifact_uri: locations.downloadUri(registry.version(input.name, input.version).source)
    }))
  ];
}

function tagEndpoints({ registry }: MlflowDeps): Endpoint[] {
  const { models } = registry;
  return [
    endpoint('POST', '/model-versions/set-tag', { ...version, ...tagFields }, input => {
      checkRegistryTag(input.key, input.value);
      const { tags } = registry.version(input.name, input.version);
      models.updateVersion(input.name, input.version, {
        tags: { ...tags, [input.key]: input.value }
      });
    }),
    endpoint(
      'DELETE',
      '/model-versions/delete-tag',
      { ...version, key: required(string) },
      input => {
        const { tags } = registry.version(input.name, input.version);
        const kept = Object.entries(tags).filter(([key]) => key !== input.key);
        models.updateVersion(input.name, input.version, { tags: Object.fromEntries(kept) });
      }
    )
  ];
}

function stageEndpoints({ registry, transaction }: MlflowDeps): Endpoint[] {
  return [
    endpoint(
      'POST',
      '/model-versions/transition-stage',
      { ...version, stage: required(string), archive_existing_versions: withDefault(bool, false) },
      input =>
        transaction(() =>
          response(
            registry.transition(
              input.name,
              input.version,
              stageNamed(input.stage),
              input.archive_existing_versions
            )
          )
        )
    )
  ];
}

function response(record: ModelVersionRecord) {
  return { model_version: wireModelVersion(record) };
}

/** Returns the run and the logged model that a version comes from: those in the request or else those of its source. */
function versionOrigin(
  registry: Registry,
  logged: LoggedModelStore,
  input: { source: string; run_id?: string; model_id?: string }
): { runId?: string; jobName?: string; modelId?: string } {
  const reference = parseModelUri(input.source);
  const source = reference && 'name' in reference ? sourceVersion(registry, reference) : undefined;
  const modelId =
    input.model_id || (reference && 'modelId' in reference ? reference.modelId : source?.modelId);
  const sourceRun = modelId ? logged.get(modelId).sourceRunId : source?.runId;
  const runId = input.run_id || sourceRun;
  return { runId, jobName: runId, modelId: modelId || undefined };
}

function sourceVersion(
  registry: Registry,
  reference: { name: string; version?: string; alias?: string }
): ModelVersionRecord {
  const named = reference.alias
    ? registry.models.versionByAlias(reference.name, reference.alias)
    : undefined;
  return (
    named ?? registry.version(reference.name, reference.version ?? `@${reference.alias ?? ''}`)
  );
}

/** The tag of a logged model in which MLflow's clients look up its registered versions. */
const registrationsTag = 'mlflow.modelVersions';

function addRegistrationTag(
  logged: LoggedModelStore,
  modelId: string,
  created: ModelVersionRecord
): void {
  const before = parseJsonList(logged.get(modelId).tags[registrationsTag]);
  const entry = { name: created.name, version: Number(created.version) };
  logged.setTags(modelId, { [registrationsTag]: toPythonJson([...before, entry]) });
}

/** Returns whether a version is one of a prompt: its text is in a tag, and its source only a placeholder word. */
function isPrompt({ tags, source }: { tags: { key: string; value: string }[]; source: string }) {
  return tags.some(({ key }) => key === promptTag) && /^[\w-]+$/.test(source);
}

/** Checks that every client can read the source. A path on the client's own disk is rejected. */
function checkSource(source: string): void {
  if (!/^[a-z][a-z0-9+.-]*:/i.test(source) || /^file:/i.test(source))
    throw fail('ModelSourceLocal', { source });
  const text = decoded(source);
  if (text.includes('\0') || text.split(/[/\\?#]/).includes('..'))
    throw fail('ModelSourceUnsafe', { source });
}
