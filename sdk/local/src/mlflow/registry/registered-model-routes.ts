import type { MlflowDeps } from '../deps.js';
import { fail } from '../errors.js';
import { message } from '../wire/response.js';
import { mapInTurns } from '../wire/in-turns.js';
import { endpoint, question, type Endpoint } from '../wire/endpoint.js';
import { int64, list, required, string, versionNumber, withDefault } from '../wire/message.js';
import { checkAlias, checkKey, checkLength, checkModelName, limits } from '../wire/names.js';
import { pageOf } from '../wire/page-token.js';
import { tagFields, tagList, tagRecord } from '../wire/tags.js';
import { registeredModelSelection } from './model-search.js';
import { wireModel, wireModelVersion } from './model-wire.js';

/** MLflow's limit on one page of models. */
const MAX_MODELS = 1000;

const name = { name: required(string) };
const alias = { ...name, alias: required(string) };

export function checkRegistryTag(key: string, value: string): void {
  checkKey(key, 'key');
  checkLength('value', value, limits.registryTagValue);
}

export const modelSearchFields = {
  filter: string,
  order_by: list(required(string)),
  page_token: string
};

/** `registered-models/*` of MLflow's API. */
export function registeredModelEndpoints(deps: MlflowDeps): Endpoint[] {
  return [
    ...modelEndpoints(deps),
    ...searchEndpoints(deps),
    ...tagEndpoints(deps),
    ...aliasEndpoints(deps)
  ];
}

/** Create, get, rename, update and delete a model. */
function modelEndpoints({ registry, user }: MlflowDeps): Endpoint[] {
  const { models } = registry;
  const response = (modelName: string) => ({
    registered_model: wireModel(registry.model(modelName), registry.latest(modelName))
  });
  return [
    endpoint(
      'POST',
      '/registered-models/create',
      { ...name, tags: tagList, description: string },
      input => {
        checkModelName(input.name);
        for (const { key, value } of input.tags) checkRegistryTag(key, value);
        if (models.container(input.name))
          throw fail('RegisteredModelNameTaken', { name: input.name });
        const tags = tagRecord(input.tags);
        models.createContainer(input.name, { tags, description: input.description, userId: user });
        return response(input.name);
      }
    ),
    endpoint('GET', '/registered-models/get', name, input => response(input.name)),
    endpoint(
      'POST',
      '/registered-models/rename',
      { ...name, new_name: required(string) },
      input => {
        checkModelName(input.new_name, 'new_name');
        registry.model(input.name);
        if (models.container(input.new_name))
          throw fail('RegisteredModelNameTaken', { name: input.new_name });
        models.renameContainer(input.name, input.new_name);
        return response(input.new_name);
      }
    ),
    endpoint('PATCH', '/registered-models/update', { ...name, description: string }, input => {
      registry.model(input.name);
      models.updateContainer(input.name, { description: input.description ?? '' });
      return response(input.name);
    }),
    endpoint('DELETE', '/registered-models/delete', name, input => {
      registry.model(input.name);
      models.deleteContainer(input.name);
    })
  ];
}

/** Search for models, and list the latest version of a model in each stage. */
function searchEndpoints({ registry }: MlflowDeps): Endpoint[] {
  const { models } = registry;
  return [
    question(
      ['GET', 'POST'],
      '/registered-models/search',
      { ...modelSearchFields, max_results: withDefault(int64, 100) },
      async input => {
        // MLflow accepts 0 here, and returns no models.
        if (input.max_results < 0 || input.max_results > MAX_MODELS)
          throw fail('MaxResultsInvalid', { value: input.max_results, max: MAX_MODELS });
        const { items, next_page_token } = await pageOf(input, part =>
          models.searchContainers(
            registeredModelSelection({ filter: input.filter, orderBy: input.order_by, ...part })
          )
        );
        const registered_models = await mapInTurns(items, model =>
          wireModel(model, registry.latest(model.name))
        );
        return message({ registered_models, next_page_token });
      }
    ),
    question(
      ['POST', 'GET'],
      '/registered-models/get-latest-versions',
      { ...name, stages: list(required(string)) },
      input => {
        registry.model(input.name);
        return message({
          model_versions: registry.latest(input.name, input.stages).map(wireModelVersion)
        });
      }
    )
  ];
}

function tagEndpoints({ registry }: MlflowDeps): Endpoint[] {
  const { models } = registry;
  return [
    endpoint('POST', '/registered-models/set-tag', { ...name, ...tagFields }, input => {
      checkRegistryTag(input.key, input.value);
      const { tags } = registry.model(input.name);
      models.updateContainer(input.name, { tags: { ...tags, [input.key]: input.value } });
    }),
    endpoint(
      'DELETE',
      '/registered-models/delete-tag',
      { ...name, key: required(string) },
      input => {
        const kept = Object.entries(registry.model(input.name).tags).filter(
          ([key]) => key !== input.key
        );
        models.updateContainer(input.name, { tags: Object.fromEntries(kept) });
      }
    )
  ];
}

function aliasEndpoints({ registry }: MlflowDeps): Endpoint[] {
  const { models } = registry;
  return [
    endpoint(
      'POST',
      '/registered-models/alias',
      { ...alias, version: required(versionNumber) },
      input => {
        checkAlias(input.alias);
        registry.version(input.name, input.version);
        models.setAlias(input.name, input.alias, input.version);
      }
    ),
    endpoint('DELETE', '/registered-models/alias', alias, input => {
      registry.model(input.name);
      models.deleteAlias(input.name, input.alias);
    }),
    endpoint('GET', '/registered-models/alias', alias, input => {
      registry.model(input.name);
      const found =
        input.alias.toLowerCase() === 'latest'
          ? models.latest(input.name)
          : models.versionByAlias(input.name, input.alias);
      if (!found) throw fail('ModelAliasNotFound', { name: input.name, alias: input.alias });
      return { model_version: wireModelVersion(found) };
    })
  ];
}
