import type { MlflowDeps } from '../deps.js';
import { fail } from '../errors.js';
import { endpoint, type Endpoint } from '../wire/endpoint.js';
import { partsInTurns } from '../wire/in-turns.js';
import { JsonStream } from '../wire/json-stream.js';
import { int64, list, required, string } from '../wire/message.js';
import { checkLength, limits } from '../wire/names.js';
import { checkSerializedScorer } from './serialized-scorer.js';
import type { ScorerStore, ScorerVersion } from './scorers.js';

/** The texts of this many scorers are read and sent at once. */
const SCORERS_PER_TURN = 10;

const named = { experiment_id: required(string), name: required(string) };
const oneVersion = { ...named, version: int64 };
const keyOf = (input: { experiment_id: string; name: string }) => ({
  experimentId: input.experiment_id,
  name: input.name
});

/** `scorers/*` of MLflow's API. */
export function scorerEndpoints({ scorers, runs }: MlflowDeps): Endpoint[] {
  return [
    endpoint(
      'POST',
      '/scorers/register',
      { ...named, serialized_scorer: required(string) },
      input => {
        if (input.name.trim() === '') throw fail('ScorerNameInvalid');
        checkLength('name', input.name, limits.scorerName);
        checkSerializedScorer(input.serialized_scorer);
        const registered = scorers.register(keyOf(input), input.serialized_scorer);
        return {
          version: registered.version,
          scorer_id: registered.scorerId,
          experiment_id: registered.experimentId,
          name: registered.name,
          serialized_scorer: input.serialized_scorer,
          creation_time: registered.createdAt
        };
      }
    ),
    endpoint(
      'GET',
      '/scorers/list',
      { experiment_id: string, experiment_ids: list(required(string)) },
      ({ experiment_id: one, experiment_ids: several }) => {
        if (one && several.length > 0) throw fail('ScorerListAmbiguous');
        for (const id of several) runs.experiments.checkId(id);
        const single = one ? [runs.experiments.getActive(one).id] : undefined;
        return response(scorers, scorers.latest(several.length > 0 ? several : single));
      }
    ),
    endpoint('GET', '/scorers/versions', named, input =>
      response(scorers, scorers.versions(keyOf(input)))
    ),
    endpoint('GET', '/scorers/get', oneVersion, input => ({
      scorer: wireScorer(scorers, scorers.get(keyOf(input), input.version))
    })),
    endpoint('DELETE', '/scorers/delete', oneVersion, input => {
      scorers.delete(keyOf(input), input.version);
    }),
    // The workspace does not score traces by itself: no scorer has a configuration for it.
    endpoint('GET', '/scorers/online-configs', { scorer_ids: list(required(string)) }, input => {
      if (input.scorer_ids.length === 0)
        throw fail('MlflowParameterMissing', { field: 'scorer_ids' });
      return { configs: [] };
    })
  ];
}

function response(scorers: ScorerStore, found: ScorerVersion[]): JsonStream {
  const parts = partsInTurns(found, SCORERS_PER_TURN, part =>
    part.map(each => wireScorer(scorers, each))
  );
  return new JsonStream('scorers', parts, {});
}

function wireScorer(scorers: ScorerStore, scorer: ScorerVersion) {
  return {
    experiment_id: Number(scorer.experimentId),
    scorer_name: scorer.name,
    scorer_version: scorer.version,
    serialized_scorer: scorers.serialized(scorer),
    creation_time: scorer.createdAt,
    scorer_id: scorer.scorerId
  };
}
