import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { TestWorkspace } from '../mlflow.test-support.js';

describe('POST logged-models/search', () => {
  let workspace: TestWorkspace;
  beforeEach(() => {
    workspace = new TestWorkspace();
  });
  afterEach(() => workspace.close());

  const search = (more: object) =>
    workspace.post('logged-models/search', { experiment_ids: ['0'], ...more });

  it('returns pages of models with their values', async () => {
    for (const name of ['a', 'b', 'c'])
      await workspace.post('logged-models', {
        experiment_id: '0',
        name,
        tags: [{ key: 'team', value: name }]
      });
    const order = { order_by: [{ field_name: 'name' }], max_results: 2 };
    const first = (await search(order)).body as unknown as SearchPage;
    expect(first.models.map(({ info }) => info.tags[0]?.value)).toEqual(['a', 'b']);
    const second = await search({ ...order, page_token: first.next_page_token });
    expect(second.body).toMatchObject({ models: [{ info: { name: 'c' } }] });
    expect(second.body).not.toHaveProperty('next_page_token');
  });

  it('refuses more than 20 orders, which are computed for each model', async () => {
    const order_by = Array.from({ length: 21 }, (_, i) => ({ field_name: `metrics.m${i}` }));
    expect((await search({ order_by })).body.error_code).toBe('INVALID_PARAMETER_VALUE');
  });
});

interface SearchPage {
  models: { info: { name: string; tags: { value: string }[] } }[];
  next_page_token: string;
}

describe('POST logged-models', () => {
  it('generates a name in place of an empty one, as MLflow does', async () => {
    const workspace = new TestWorkspace();
    try {
      const model = { experiment_id: '0', name: '' };
      const { status, body } = await workspace.post('logged-models', model);
      expect(status).toBe(200);
      expect(body.model.info).toMatchObject({
        name: expect.stringMatching(/^\w+-\w+-\d+$/) as string
      });
    } finally {
      await workspace.close();
    }
  });
});
