import { fail } from '../errors.js';
import {
  numberOperators,
  type Comparison,
  type Entity,
  type Grammar,
  type Operator
} from './grammar.js';
import { regularExpression } from './regular-expression.js';
import { tokenize, type Token } from './tokenizer.js';

/**
 * Limits of a filter. Its comparisons are computed for every row that is searched. SQLite rejects longer patterns and deeper expressions.
 * The characters suffice for a list of thousands of runs.
 */
const limits = { characters: 200_000, comparisons: 100, pattern: 10_000, expression: 500 };

/**
 * Parses a filter of MLflow's search: comparisons joined by AND.
 *
 * @example parseFilter("metrics.acc > 0.9 AND params.`learning rate` = '0.1'", runGrammar)
 */
export function parseFilter(filter: string | undefined, grammar: Grammar): Comparison[] {
  if (!filter?.trim()) return [];
  if (filter.length > limits.characters)
    throw fail('FilterTooLong', { items: 'characters', limit: limits.characters });
  const tokens = new Tokens(filter);
  const comparisons: Comparison[] = [];
  // Like MLflow, ignores surplus and missing ANDs, because clients join clauses carelessly.
  while (!tokens.done) {
    if (tokens.takeWord('AND')) continue;
    if (comparisons.push(comparison(tokens, grammar)) > limits.comparisons)
      throw fail('FilterTooLong', { items: 'comparisons', limit: limits.comparisons });
  }
  return comparisons;
}

function comparison(tokens: Tokens, grammar: Grammar): Comparison {
  const { entity, key } = identifier(tokens.take('word'), grammar);
  const attribute = entity === 'attribute' ? grammar.attributes[key] : undefined;
  const isNumber = entity === 'metric' || attribute?.type === 'number';
  const op = operator(tokens);
  const allowed = isNumber ? numberOperators : textOperators(entity, key, grammar);
  if (!allowed.includes(op))
    throw fail('FilterComparatorInvalid', { comparator: op, entity, key, allowed });
  const column = attribute?.alias ?? key;
  if (isNumber) return { entity, key: column, op, value: numberValue(tokens, key) };
  return { entity, key: column, op, value: stringValue(tokens, op, { entity, column }, grammar) };
}

function textOperators(entity: Entity, key: string, grammar: Grammar): readonly Operator[] {
  const ofKey =
    entity === 'attribute'
      ? grammar.attributes[key]?.operators
      : grammar.keyOperators?.[`${entity}.${key}`];
  return ofKey ?? grammar.operators[entity] ?? [];
}

/** The value of an assessment may be a number, written without quotes. */
const isJudgement = (entity: Entity) => entity === 'feedback' || entity === 'expectation';

/** Parses the value of a string comparison: a quoted string, a list of them, or nothing for IS NULL. */
function stringValue(
  tokens: Tokens,
  op: Operator,
  { entity, column }: { entity: Entity; column: string },
  grammar: Grammar
): Comparison['value'] {
  if (op === 'IS NULL' || op === 'IS NOT NULL') return undefined;
  if (op !== 'IN' && op !== 'NOT IN') return textValue(tokens, op, { entity, column });
  if (grammar.lists !== 'any' && !grammar.lists.includes(column))
    throw fail('FilterListUnsupported', { key: column, allowed: grammar.lists });
  return stringList(tokens);
}

function textValue(
  tokens: Tokens,
  op: Operator,
  { entity, column }: { entity: Entity; column: string }
): string {
  const number = isJudgement(entity) ? tokens.accept('number') : undefined;
  const text = number?.text ?? quotedString(tokens, column);
  const limit = op === 'RLIKE' ? limits.expression : limits.pattern;
  if (op.endsWith('LIKE') && text.length > limit)
    throw fail('FilterTooLong', { items: `characters in the pattern of ${op}`, limit });
  return op === 'RLIKE' ? regularExpression(text) : text;
}

const datasetKeys = ['name', 'digest', 'context'];

/** Parses `metrics.loss`, `` tags.`a b` `` or a bare attribute into its entity and key. */
export function identifier(word: Token, grammar: Grammar): { entity: Entity; key: string } {
  const [first = '', second] = word.parts ?? [];
  const entity =
    second === undefined
      ? 'attribute'
      : Object.hasOwn(grammar.prefixes, first)
        ? grammar.prefixes[first]
        : undefined;
  if (!entity)
    throw fail('FilterEntityInvalid', { entity: first, allowed: Object.keys(grammar.prefixes) });
  const key = second ?? first;
  checkAllowedKey(entity, key, grammar);
  return { entity, key };
}

function checkAllowedKey(entity: Entity, key: string, grammar: Grammar): void {
  if (entity === 'attribute' && !Object.hasOwn(grammar.attributes, key))
    throw fail('FilterAttributeInvalid', { key, allowed: Object.keys(grammar.attributes) });
  if (entity === 'dataset' && !datasetKeys.includes(key))
    throw fail('FilterDatasetKeyInvalid', { key, allowed: datasetKeys });
  if (grammar.keys?.[entity]?.test(key) === false) throw fail('FilterKeyInvalid', { entity, key });
}

function operator(tokens: Tokens): Operator {
  const sign = tokens.accept('operator');
  if (sign) return sign.text as Operator;
  if (tokens.takeWord('IS')) {
    const negated = tokens.takeWord('NOT');
    if (tokens.takeWord('NULL')) return negated ? 'IS NOT NULL' : 'IS NULL';
  } else if (tokens.takeWord('NOT')) {
    if (tokens.takeWord('IN')) return 'NOT IN';
  } else {
    for (const name of ['LIKE', 'ILIKE', 'RLIKE', 'IN'] as const)
      if (tokens.takeWord(name)) return name;
  }
  throw tokens.error();
}

function numberValue(tokens: Tokens, key: string): number {
  const token = tokens.accept('number');
  if (!token) throw fail('FilterNumberExpected', { key, found: tokens.peek?.text });
  return Number(token.text);
}

function quotedString(tokens: Tokens, key: string): string {
  const token = tokens.accept('string');
  if (!token) throw fail('FilterStringExpected', { key, found: tokens.peek?.text });
  return token.text;
}

function stringList(tokens: Tokens): string[] {
  const values: string[] = [];
  tokens.punctuation('(');
  do {
    const token = tokens.accept('string');
    if (!token) throw fail('FilterListInvalid');
    values.push(token.text);
  } while (tokens.acceptPunctuation(',') && tokens.peek?.text !== ')');
  tokens.punctuation(')');
  return values;
}

class Tokens {
  /** The next token, undefined at the end. */
  peek: Token | undefined;
  private readonly rest: Iterator<Token, undefined>;

  constructor(private readonly filter: string) {
    this.rest = tokenize(filter);
    this.advance();
  }

  get done(): boolean {
    return this.peek === undefined;
  }
  private advance(): void {
    this.peek = this.rest.next().value;
  }
  accept(kind: Token['kind']): Token | undefined {
    const token = this.peek?.kind === kind ? this.peek : undefined;
    if (token) this.advance();
    return token;
  }
  take(kind: Token['kind']): Token {
    const token = this.accept(kind);
    if (!token) throw this.error();
    return token;
  }
  takeWord(word: string): boolean {
    const found = this.peek?.kind === 'word' && this.peek.text.toUpperCase() === word;
    if (found) this.advance();
    return found;
  }
  acceptPunctuation(mark: string): boolean {
    const found = this.peek?.kind === 'punctuation' && this.peek.text === mark;
    if (found) this.advance();
    return found;
  }
  punctuation(mark: string): void {
    if (!this.acceptPunctuation(mark)) throw this.error();
  }
  error() {
    return fail('FilterClauseInvalid', { filter: this.filter, near: this.peek?.text });
  }
}
