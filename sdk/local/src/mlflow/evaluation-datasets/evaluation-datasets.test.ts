import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { TestWorkspace } from '../mlflow.test-support.js';

type Body = Record<string, unknown>;
interface Dataset {
  dataset_id: string;
  name: string;
  tags: string;
  schema?: string;
  profile?: string;
  digest: string;
  last_update_time: number;
  created_by?: string;
  last_updated_by?: string;
}

describe('evaluation data sets', () => {
  let workspace: TestWorkspace;
  beforeEach(() => {
    workspace = new TestWorkspace();
  });
  afterEach(() => workspace.close());

  const create = async (fields: object = {}) => {
    const { body } = await workspace.call3('POST', 'datasets/create', { name: 'set', ...fields });
    return (body.dataset as Dataset).dataset_id;
  };
  const get = async (id: string) =>
    (await workspace.call3('GET', `datasets/${id}`)).body.dataset as Dataset;
  const put = (id: string, records: unknown) =>
    workspace.call3('POST', `datasets/${id}/records`, {
      records: typeof records === 'string' ? records : JSON.stringify(records)
    });
  const page = async (id: string, query = '') => {
    const { body } = await workspace.call3('GET', `datasets/${id}/records?${query}`);
    return {
      records: JSON.parse(body.records as string) as Body[],
      token: body.next_page_token as string | undefined
    };
  };
  const search = async (query: object) => {
    const { status, body } = await workspace.call3('POST', 'datasets/search', query);
    const datasets = (body.datasets ?? []) as Dataset[];
    return { status, names: datasets.map(({ name }) => name), token: body.next_page_token };
  };

  it('returns a new data set with its tags as JSON, its user and its experiments', async () => {
    const tags = JSON.stringify({ a: '1', n: 2, yes: true, none: null, 'mlflow.user': 'ada' });
    const { body } = await workspace.call3('POST', 'datasets/create', {
      name: 'set',
      experiment_ids: ['0', '0', '7'],
      tags
    });
    const dataset = body.dataset as Dataset;
    expect(dataset).toMatchObject({
      name: 'set',
      created_by: 'ada',
      last_updated_by: 'ada',
      experiment_ids: ['0', '7']
    });
    expect(dataset.dataset_id).toMatch(/^d-[0-9a-f]{32}$/);
    expect(JSON.parse(dataset.tags)).toEqual({ a: '1', n: '2', yes: 'True', 'mlflow.user': 'ada' });
    const { experiment_ids, ...facts } = dataset as Dataset & { experiment_ids: string[] };
    expect(await get(dataset.dataset_id)).toEqual(facts);
    expect(experiment_ids).toEqual(['0', '7']);
  });

  it.each(['[]', '1', '{', '{"a": "b"'])('rejects the tags %s', async tags => {
    const { status, body } = await workspace.call3('POST', 'datasets/create', { name: 'x', tags });
    expect([status, body.error_code]).toEqual([400, 'INVALID_PARAMETER_VALUE']);
  });

  it('adds to tags, and deletes a tag that may not exist', async () => {
    const id = await create({ tags: '{"a": "1", "b": "1"}' });
    await workspace.call3('PATCH', `datasets/${id}/tags`, { tags: '{"b": "2", "c": "3"}' });
    await workspace.call3('DELETE', `datasets/${id}/tags/a`);
    expect((await workspace.call3('DELETE', `datasets/${id}/tags/a`)).status).toBe(200);
    expect(JSON.parse((await get(id)).tags)).toEqual({ b: '2', c: '3' });
  });

  it('answers 404 for a data set that does not exist, except where it is to be absent', async () => {
    const id = await create();
    await put(id, [{ inputs: { q: 1 } }]);
    await workspace.call3('DELETE', `datasets/${id}`);
    const calls: ['GET' | 'POST' | 'PATCH' | 'DELETE', string, object?][] = [
      ['GET', ''],
      ['PATCH', '/tags', { tags: '{}' }],
      ['POST', '/records', { records: '[{"inputs": {}}]' }],
      ['POST', '/add-experiments', { experiment_ids: ['0'] }],
      ['POST', '/remove-experiments', { experiment_ids: ['0'] }]
    ];
    for (const [method, path, body] of calls) {
      const response = await workspace.call3(method, `datasets/${id}${path}`, body);
      expect([path, response.status]).toEqual([path, 404]);
      expect(response.body.message).toContain('not found');
    }
    expect((await workspace.call3('DELETE', `datasets/${id}`)).status).toBe(200);
    expect((await page(id)).records).toEqual([]);
  });

  describe('POST /datasets/{id}/records', () => {
    it('merges a record into the one with the same inputs', async () => {
      const id = await create();
      const first = [
        {
          inputs: { a: 1, b: { c: 2, d: 3 } },
          outputs: 'x',
          expectations: { e: 1 },
          tags: { t: '1' }
        },
        { inputs: { a: 2 } }
      ];
      const second = [
        {
          inputs: { b: { d: 3, c: 2 }, a: 1 },
          expectations: { f: [2] },
          tags: { 'mlflow.user': 'bob' }
        },
        { inputs: { a: 3 } },
        { inputs: { a: 3 }, outputs: null }
      ];
      expect((await put(id, first)).body).toEqual({ inserted_count: 2, updated_count: 0 });
      expect((await put(id, second)).body).toEqual({ inserted_count: 1, updated_count: 2 });
      const { records } = await page(id);
      expect(records).toMatchObject([
        {
          dataset_id: id,
          outputs: 'x',
          expectations: { e: 1, f: [2] },
          tags: { t: '1', 'mlflow.user': 'bob' },
          last_updated_by: 'bob'
        },
        { inputs: { a: 2 }, outputs: {}, tags: {} },
        { inputs: { a: 3 } }
      ]);
      expect(records[0]).not.toHaveProperty('created_by');
      expect(records[1]).not.toHaveProperty('expectations');
      expect(records[2]).not.toHaveProperty('outputs');
    });

    it('describes the fields, the number of records and each change', async () => {
      const id = await create();
      const { digest } = await get(id);
      await put(
        id,
        '[{"inputs": {"i": 1, "f": 1.0, "s": "", "b": true, "n": null}, "outputs": [1], "expectations": {"o": {}}}]'
      );
      const dataset = await get(id);
      expect(JSON.parse(dataset.schema ?? '')).toEqual({
        inputs: { i: 'integer', f: 'float', s: 'string', b: 'boolean', n: 'null' },
        outputs: 'array',
        expectations: { o: 'object' },
        version: '1.0'
      });
      expect(dataset.profile).toBe('{"num_records":1}');
      expect(dataset.digest).not.toBe(digest);
      await put(id, [{ inputs: { i: 'x', more: [] }, outputs: { o: 1 } }]);
      const { schema = '', profile } = await get(id);
      expect(JSON.parse(schema)).toMatchObject({
        inputs: { i: 'integer', more: 'array' },
        outputs: 'array'
      });
      expect(profile).toBe('{"num_records":2}');
    });

    it('keeps the numbers of Python, and tells them apart', async () => {
      const id = await create();
      const text =
        '[{"inputs": {"x": 1}}, {"inputs": {"x": 1.0}}, {"inputs": {"x": 12345678901234567890}}]';
      expect((await put(id, text)).body.inserted_count).toBe(3);
      const { body } = await workspace.call3('GET', `datasets/${id}/records`);
      expect(body.records).toContain('{"x": 1}');
      expect(body.records).toContain('{"x": 1.0}');
      expect(body.records).toContain('{"x": 12345678901234567890}');
    });

    it('takes the source of a record from its trace', async () => {
      const id = await create();
      await put(id, [
        { inputs: { a: 1 }, source: { source_type: 'trace', source_data: { trace_id: 'tr-1' } } },
        { inputs: { a: 2 }, source: { source_type: 'HUMAN' } }
      ]);
      expect((await page(id)).records).toMatchObject([
        {
          source: { source_type: 'TRACE', source_data: { trace_id: 'tr-1' } },
          source_id: 'tr-1',
          source_type: 'TRACE'
        },
        { source: { source_type: 'HUMAN', source_data: {} }, source_type: 'HUMAN' }
      ]);
    });

    it.each([
      ['{}', 'it is not a list'],
      ['[1]', 'Record 0 is not valid: it is not an object'],
      ['[{"inputs": {}}, {"inputs": []}]', "Record 1 is not valid: 'inputs' is not an object"],
      ['[{"inputs": null}]', "'inputs' must be provided"],
      ['[{"inputs": {}, "tags": "x"}]', "'tags' is not an object"],
      ['[{"inputs": {}, "source": {"source_type": "MOON"}}]', 'the type of its source'],
      ['[{"inputs": {}}', "']' is expected"]
    ])('rejects %s and stores nothing', async (records, message) => {
      const id = await create();
      const { status, body } = await put(id, records);
      expect([status, body.error_code]).toEqual([400, 'INVALID_PARAMETER_VALUE']);
      expect(body.message).toContain(message);
      expect((await page(id)).records).toEqual([]);
    });

    it('lets other requests pass while it stores thousands of records', async () => {
      const id = await create();
      const records = Array.from({ length: 5000 }, (_, i) => ({ inputs: { q: i } }));
      let turns = 0;
      const ticking = setInterval(() => turns++, 1);
      expect((await put(id, records)).body.inserted_count).toBe(5000);
      clearInterval(ticking);
      expect(turns).toBeGreaterThan(2);
    });
  });

  describe('GET /datasets/{id}/records', () => {
    it('returns them page by page in the order in which they were stored', async () => {
      const id = await create();
      await put(
        id,
        [1, 2, 3].map(q => ({ inputs: { q } }))
      );
      const first = await page(id, 'max_results=2');
      const second = await page(id, `max_results=2&page_token=${first.token ?? ''}`);
      expect([...first.records, ...second.records].map(({ inputs }) => inputs)).toEqual(
        [1, 2, 3].map(q => ({ q }))
      );
      expect(second.token).toBeUndefined();
    });

    it('ends a page after a few megabytes', async () => {
      const id = await create();
      for (const q of [1, 2, 3]) await put(id, [{ inputs: { q, text: 'x'.repeat(3_000_000) } }]);
      const { records, token } = await page(id);
      expect(records).toHaveLength(2);
      expect((await page(id, `page_token=${token ?? ''}`)).records).toHaveLength(1);
    });
  });

  it('deletes records by their ids', async () => {
    const id = await create();
    await put(
      id,
      [1, 2].map(q => ({ inputs: { q } }))
    );
    const ids = (await page(id)).records.map(({ dataset_record_id }) => dataset_record_id);
    const remove = (dataset_record_ids: unknown[]) =>
      workspace.call3('DELETE', `datasets/${id}/records`, { dataset_record_ids });
    expect((await remove([ids[0], 'nope'])).body).toEqual({ deleted_count: 1 });
    expect((await get(id)).profile).toBe('{"num_records":1}');
    expect((await remove([ids[1]])).body).toEqual({ deleted_count: 1 });
    expect(await get(id)).not.toHaveProperty('profile');
  });

  it('adds to experiments that exist and removes from any', async () => {
    const id = await create();
    const change = (how: string, experiment_ids: string[]) =>
      workspace.call3('POST', `datasets/${id}/${how}-experiments`, { experiment_ids });
    expect((await change('add', ['0', '999'])).status).toBe(404);
    expect((await change('add', ['0'])).status).toBe(200);
    expect((await change('add', ['0'])).status).toBe(200);
    const of = async () => (await workspace.call3('GET', `datasets/${id}/experiment-ids`)).body;
    expect(await of()).toEqual({ experiment_ids: ['0'] });
    expect((await search({ experiment_ids: ['0'] })).names).toEqual(['set']);
    const { last_update_time: before } = await get(id);
    expect((await change('remove', ['0', '5'])).status).toBe(200);
    expect((await get(id)).last_update_time).toBeGreaterThan(before);
    expect(await of()).toEqual({});
    expect((await search({ experiment_ids: ['0'] })).names).toEqual([]);
  });

  describe('POST /datasets/search', () => {
    beforeEach(async () => {
      await create({ name: 'b', tags: '{"team": "ml", "mlflow.user": "ada"}' });
      await create({ name: 'a', tags: '{"team": "data"}' });
      await create({ name: 'c', tags: '{"team": "ml"}' });
    });

    it.each([
      [undefined, ['c', 'a', 'b']],
      ["name = 'a'", ['a']],
      ["name IN ('a', 'b')", ['a', 'b']],
      ["name LIKE 'B'", []],
      ["name ILIKE 'B'", ['b']],
      ["tags.team = 'ml' AND created_by = 'ada'", ['b']],
      ["tags.mlflow.user != 'bob'", ['b']],
      ['created_time > 0 AND last_update_time < 5', []]
    ])('finds those for which %s', async (filter_string, names) => {
      expect((await search({ filter_string })).names).toEqual(names);
    });

    it('orders and pages', async () => {
      const first = await search({ order_by: ['name ASC'], max_results: 2 });
      expect(first.names).toEqual(['a', 'b']);
      const page_token = first.token;
      expect((await search({ order_by: ['name'], max_results: 2, page_token })).names).toEqual([
        'c'
      ]);
    });

    it.each([
      { filter_string: "digest = 'x'" },
      { filter_string: "name NOT IN ('a')" },
      { filter_string: "params.x = 'y'" },
      { filter_string: "created_time = 'x'" },
      { order_by: ['created_by'] },
      { order_by: ['tags.team'] },
      { max_results: 0 }
    ])('rejects %j', async query => {
      expect((await search(query)).status).toBe(400);
    });
  });
});
