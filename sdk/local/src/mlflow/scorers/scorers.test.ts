import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { TestWorkspace } from '../mlflow.test-support.js';

interface Scorer {
  scorer_name: string;
  scorer_version: number;
  serialized_scorer: string;
  experiment_id: number;
}

describe('scorers', () => {
  let workspace: TestWorkspace;
  beforeEach(() => {
    workspace = new TestWorkspace();
  });
  afterEach(() => workspace.close());

  const register = (name: string, scorer: unknown = { name }, experiment_id = '0') =>
    workspace.call3('POST', 'scorers/register', {
      experiment_id,
      name,
      serialized_scorer: typeof scorer === 'string' ? scorer : JSON.stringify(scorer)
    });
  const list = async (query = 'experiment_id=0') => {
    const { body } = await workspace.call3('GET', `scorers/list?${query}`);
    return (body.scorers ?? []) as Scorer[];
  };
  const named = (version?: number) => ({ experiment_id: '0', name: 'a', version });

  it('numbers the versions of a name, and lists the latest', async () => {
    const { body } = await register('b');
    expect(body).toMatchObject({ version: 1, experiment_id: '0', name: 'b' });
    await register('a');
    expect((await register('a', { v: 2 })).body.version).toBe(2);
    expect(await list()).toMatchObject([
      { scorer_name: 'a', scorer_version: 2, serialized_scorer: '{"v":2}', experiment_id: 0 },
      { scorer_name: 'b', scorer_version: 1 }
    ]);
    const { body: all } = await workspace.call3('GET', 'scorers/versions?experiment_id=0&name=a');
    expect(all.scorers).toMatchObject([{ scorer_version: 1 }, { scorer_version: 2 }]);
  });

  it('returns the latest version or the given one', async () => {
    await register('a');
    await register('a');
    const get = async (query: string) =>
      (await workspace.call3('GET', `scorers/get?experiment_id=0&name=a${query}`)).body;
    expect(await get('')).toMatchObject({ scorer: { scorer_version: 2 } });
    expect(await get('&version=1')).toMatchObject({ scorer: { scorer_version: 1 } });
    expect(await get('&version=3')).toMatchObject({ error_code: 'RESOURCE_DOES_NOT_EXIST' });
  });

  it('deletes a version, or all of them, and starts again at 1', async () => {
    await register('a');
    await register('a');
    await workspace.call3('DELETE', 'scorers/delete', named(1));
    expect(await list()).toMatchObject([{ scorer_version: 2 }]);
    expect((await workspace.call3('DELETE', 'scorers/delete', named(1))).status).toBe(404);
    await workspace.call3('DELETE', 'scorers/delete', named());
    expect(await list()).toEqual([]);
    expect((await workspace.call3('DELETE', 'scorers/delete', named())).status).toBe(404);
    expect((await register('a')).body.version).toBe(1);
  });

  it('lists the scorers of several experiments, or of all that are not deleted', async () => {
    const { body } = await workspace.post('experiments/create', { name: 'other' });
    const { experiment_id: other } = body as unknown as { experiment_id: string };
    await register('a');
    await register('a', {}, other);
    expect(await list('')).toHaveLength(2);
    expect(await list(`experiment_ids=0&experiment_ids=${other}`)).toHaveLength(2);
    expect(await list(`experiment_ids=${other}`)).toMatchObject([{ experiment_id: Number(other) }]);
    await workspace.post('experiments/delete', { experiment_id: other });
    expect(await list('')).toHaveLength(1);
    const both = await workspace.call3('GET', 'scorers/list?experiment_id=0&experiment_ids=1');
    expect(both.status).toBe(400);
  });

  it('stores code without running it', async () => {
    const scorer = { name: 'a', call_source: 'raise SystemExit', call_signature: '()' };
    expect((await register('a', scorer)).status).toBe(200);
    expect((await list())[0]?.serialized_scorer).toBe(JSON.stringify(scorer));
  });

  it.each([
    ['a', 'no json', 400],
    ['a', '[]', 400],
    [' ', '{}', 400],
    ['a', { builtin_scorer_pydantic_data: { model: ' ' } }, 400],
    ['a', { instructions_judge_pydantic_data: { model: 'gateway:/chat' } }, 404],
    [
      'a',
      {
        memory_augmented_judge_data: {
          base_judge: { third_party_scorer_data: { model: 'gateway:/x' } }
        }
      },
      404
    ],
    ['a', { instructions_judge_pydantic_data: { model: 'openai:/gpt-4o' } }, 200]
  ])('registers %j as %j with the status %d', async (name, scorer, status) => {
    expect((await register(name, scorer)).status).toBe(status);
  });

  it('rejects an experiment that is not active', async () => {
    expect((await register('a', {}, '999')).status).toBe(404);
    expect((await register('a', {}, 'x')).status).toBe(400);
  });

  it('has no configurations of online scoring', async () => {
    const { body } = await workspace.call3('GET', 'scorers/online-configs?scorer_ids=x');
    expect(body).toEqual({ configs: [] });
  });
});
