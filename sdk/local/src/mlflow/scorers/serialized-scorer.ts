import { fail } from '../errors.js';
import { isObject, type PythonObject } from '../python-json.js';
import { readPythonJson } from '../read-python-json.js';

/** Where the scorers of MLflow's kinds name the language model that judges. */
const modelHolders = [
  'instructions_judge_pydantic_data',
  'builtin_scorer_pydantic_data',
  'third_party_scorer_data'
];
const gatewayModel = /^gateway:\/+(.*)$/;

/**
 * Checks the text of a scorer. It is only stored, so that code in it is never run here; but a judge of MLflow's gateway could never be
 * called, as the workspace has none.
 *
 * @throws CarryError `ScorerInvalid`, `ScorerEndpointNotFound`, `MlflowJsonInvalid`
 */
export function checkSerializedScorer(serialized: string): void {
  const scorer = readPythonJson(serialized, 'serialized_scorer');
  if (!isObject(scorer))
    throw fail('ScorerInvalid', { reason: 'it must be the JSON of an object' });
  const model = modelOf(scorer);
  if (model === undefined) return;
  if (typeof model !== 'string' || model.trim() === '')
    throw fail('ScorerInvalid', { reason: 'its model must be a name that is not empty' });
  const endpoint = gatewayModel.exec(model)?.[1];
  if (endpoint !== undefined) throw fail('ScorerEndpointNotFound', { name: endpoint });
}

function modelOf(scorer: PythonObject): unknown {
  for (const holder of modelHolders) {
    const data = scorer[holder];
    if (isObject(data)) return data['model'] ?? undefined;
  }
  const memory = scorer['memory_augmented_judge_data'];
  const base = isObject(memory) ? memory['base_judge'] : undefined;
  return isObject(base) ? modelOf(base) : undefined;
}
