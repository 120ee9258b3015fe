import { describe, expect, it } from 'vitest';
import { isCarryError } from 'carry-ml/errors';
import { loggedModelGrammar, modelVersionGrammar, runGrammar } from './grammar.js';
import { parseOrder, parseOrders } from './order-by.js';
import { parseFilter } from './parser.js';
import { compare } from './sql.js';

const parse = (filter: string) => parseFilter(filter, runGrammar);

describe('filters', () => {
  it.each([
    ['metrics.loss < 0.5', { entity: 'metric', key: 'loss', op: '<', value: 0.5 }],
    ['metric.`val loss`>=-1e-3', { entity: 'metric', key: 'val loss', op: '>=', value: -0.001 }],
    ['params."a b" = "it\'s"', { entity: 'parameter', key: 'a b', op: '=', value: "it's" }],
    ["tags.mlflow.user != 'x'", { entity: 'tag', key: 'mlflow.user', op: '!=', value: 'x' }],
    ["tag.a ilike 'X%'", { entity: 'tag', key: 'a', op: 'ILIKE', value: 'X%' }],
    [
      'params.a is not null',
      { entity: 'parameter', key: 'a', op: 'IS NOT NULL', value: undefined }
    ],
    [
      'run_id not in (\'a\', "b",)',
      { entity: 'attribute', key: 'run_id', op: 'NOT IN', value: ['a', 'b'] }
    ],
    ['created = 5', { entity: 'attribute', key: 'start_time', op: '=', value: 5 }],
    ["dataset.context = 'train'", { entity: 'dataset', key: 'context', op: '=', value: 'train' }]
  ])('reads %s', (filter, comparison) => {
    expect(parse(filter)).toEqual([comparison]);
  });

  it('joins comparisons by AND in any case', () => {
    expect(parse("metrics.a > 1 and params.b = 'AND' AND status = 'x'")).toHaveLength(3);
  });

  it.each([undefined, '', '  '])('reads %j as no condition', filter => {
    expect(parseFilter(filter, runGrammar)).toEqual([]);
  });

  it.each([
    'metrics.a',
    'metrics.a > ',
    "metrics.a > 1 OR status = 'x'",
    '(metrics.a > 1)',
    "status == 'x'",
    "status <> 'x'",
    "__proto__ = 'x'",
    "constructor.x = 'y'",
    "status = 'x",
    "status = 'x'; DROP TABLE mlflow_runs",
    'run_id IN ()',
    "name IN ('x'"
  ])('rejects %s with MLflow’s error code', filter => {
    const fault = (() => {
      try {
        return parse(filter);
      } catch (error) {
        return error;
      }
    })();
    expect(isCarryError(fault) && fault.code).toBe('INVALID_PARAMETER_VALUE');
  });

  it('accepts the attributes of each kind of search', () => {
    expect(parseFilter('version_number > 2', modelVersionGrammar)[0]).toMatchObject({
      key: 'version',
      value: 2
    });
    expect(parseFilter("params.lr IN ('1')", loggedModelGrammar)[0]).toMatchObject({ op: 'IN' });
    expect(() => parseFilter("params.lr IN ('1')", runGrammar)).toThrow('comparator');
  });
});

describe('order_by', () => {
  it.each([
    ['start_time', { entity: 'attribute', key: 'start_time', ascending: true }],
    ['attributes.created DESC', { entity: 'attribute', key: 'start_time', ascending: false }],
    ['metrics.`a b` desc', { entity: 'metric', key: 'a b', ascending: false }],
    ['tags."x.y" ASC', { entity: 'tag', key: 'x.y', ascending: true }]
  ])('reads %s', (text, order) => {
    expect(parseOrder(text, runGrammar)).toEqual(order);
  });

  it.each(['', 'start_time sideways', 'start_time ASC DESC', 'nope', 'a.b'])('rejects %j', text => {
    expect(() => parseOrder(text, runGrammar)).toThrow();
  });

  it('rejects a duplicate key, even under an alias', () => {
    expect(() => parseOrders(['created', 'start_time DESC'], runGrammar)).toThrow('duplicate');
  });
});

describe('LIKE', () => {
  it.each([
    ['a%', 'a*'],
    ['a_', 'a?'],
    ['100*[x]?', '100[*][[]x][?]']
  ])('is case-sensitive: %s', (like, glob) => {
    expect(compare('c', { op: 'LIKE', value: like })).toEqual({ sql: 'c GLOB ?', args: [glob] });
  });
});

describe('long input', () => {
  const long = 50_000;
  const refusal = (read: () => unknown) =>
    millisecondsOf(() => {
      expect(read).toThrow();
    });

  it.each([
    ['digits', '1'.repeat(long) + 'x'],
    ['a number', `metrics.a > ${'1'.repeat(long)}x`],
    ['an open string', `tags.a = '${"''".repeat(long)}`],
    ['escapes', `tags.a = "${'\\a'.repeat(long)}`],
    ['an open name', '`'.repeat(long + 1)],
    ['dots', 'a.'.repeat(long)],
    ['spaces', ' '.repeat(long) + '!'],
    ['words', 'a '.repeat(long)],
    ['an open list', `run_id IN (${"'a',".repeat(long / 2)}`],
    ['comparisons', 'metrics.a > 1 and '.repeat(long / 20)]
  ])('is refused at once as a filter: %s', (_kind, text) => {
    expect(refusal(() => parse(text))).toBeLessThan(100);
  });

  it.each([
    ['spaces', 'a' + ' '.repeat(long) + '!'],
    ['spaces between words', 'a'.repeat(long) + ' '.repeat(long) + 'b'.repeat(long) + '!'],
    ['words', 'a '.repeat(long) + '!'],
    ['a key', `metrics.${'a'.repeat(long)} !`],
    ['an open key', 'metrics.`' + 'a '.repeat(long)],
    ['white space', '\t'.repeat(long)],
    ['dots', 'a.'.repeat(long) + ' !']
  ])('is refused at once as an order: %s', (_kind, text) => {
    expect(refusal(() => parseOrder(text, runGrammar))).toBeLessThan(100);
  });

  it('is accepted within the limits', () => {
    const filter = (count: number) => Array<string>(count).fill('metrics.a > 1').join(' AND ');
    expect(parse(filter(100))).toHaveLength(100);
    expect(() => parse(filter(101))).toThrow('comparisons');
    expect(() => parse(`tags.a LIKE '${'%'.repeat(10_001)}'`)).toThrow('pattern of LIKE');
    const clauses = (count: number) => Array.from({ length: count }, (_, i) => `metrics.m${i}`);
    expect(parseOrders(clauses(20), runGrammar)).toHaveLength(20);
    expect(() => parseOrders(clauses(21), runGrammar)).toThrow('20');
  });
});

/** Processor time rather than elapsed time, because other processes may keep the machine busy. */
function millisecondsOf(work: () => void): number {
  const before = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}
