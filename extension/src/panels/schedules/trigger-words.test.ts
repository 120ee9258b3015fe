import { nullTranslator } from '@jupyterlab/translation';
import { describe, expect, it, vi } from 'vitest';
import { expressionWords, triggerWords } from './trigger-words.js';

const trans = nullTranslator.load('carry');

describe('a cron expression', () => {
  it.each([
    ['0 6 * * 1-5', 'At 06:00, Monday through Friday'],
    ['*/15 * * * *', 'Every 15 minutes'],
    ['15 16 * * 1', 'At 16:15, only on Monday']
  ])('%s is said in words', (expression, words) => {
    expect(expressionWords(expression)).toBe(words);
  });

  it('fires on every day of the month and in every month, as Azure ML reads it', () => {
    expect(expressionWords('0 6 13 2 *')).toBe('At 06:00');
  });

  it.each(['', 'soon', '0 6 * *', '0 6 * * * 2030', '61 * * * *', '<b> 1 * * *'])(
    '%j is none',
    expression => {
      expect(expressionWords(expression)).toBeNull();
    }
  );
});

describe('a cron expression for a reader of German', () => {
  it('is said in German', () => {
    vi.stubGlobal('document', { documentElement: { lang: 'de-DE' } });
    expect(expressionWords('0 6 * * 1-5')).toBe('Um 06:00, Montag bis Freitag');
    vi.unstubAllGlobals();
  });
});

describe('a trigger', () => {
  it('has the words of its expression and its time zone', () => {
    const trigger = {
      triggerType: 'Cron',
      expression: '0 6 * * *',
      timeZone: 'Asia/Tokyo'
    } as const;
    expect(triggerWords(trigger, trans)).toBe('At 06:00 (Asia/Tokyo)');
  });

  it('is shown as it is where its expression has no words', () => {
    const trigger = { triggerType: 'Cron', expression: 'what?' } as const;
    expect(triggerWords(trigger, trans)).toBe('what? (UTC)');
  });

  it('of another client may be a recurrence', () => {
    const schedule = { hours: [6, 18], minutes: [30], weekDays: ['Monday'] };
    const every = { triggerType: 'Recurrence', frequency: 'Week', interval: 2, schedule } as const;
    expect(triggerWords(every, trans)).toBe('Every 2 weeks, Monday, 06:30, 18:30 (UTC)');
  });
});
