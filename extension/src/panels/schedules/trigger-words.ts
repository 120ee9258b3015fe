import type { TranslationBundle } from '@jupyterlab/translation';
import type { ScheduleTrigger } from '@carry-ml/bridge';
import { toString as cronWords } from 'cronstrue';
import 'cronstrue/locales/de';
import { pageLanguage } from '../../parts/page-language.js';

/** Says in words when a schedule creates its job. */
export function triggerWords(trigger: ScheduleTrigger, trans: TranslationBundle): string {
  const zone = trigger.timeZone ?? 'UTC';
  if (trigger.triggerType === 'Cron')
    return `${expressionWords(trigger.expression) ?? trigger.expression} (${zone})`;
  const { interval, schedule = {} } = trigger;
  const { hours = [], minutes = [], weekDays = [], monthDays = [] } = schedule;
  const days = [...weekDays, ...monthDays.map(String)].join(', ');
  const times = hours.flatMap(hour =>
    (minutes.length > 0 ? minutes : [0]).map(at => clock(hour, at))
  );
  const parts = [everyWords(trigger.frequency, interval, trans), days, times.join(', ')];
  return `${parts.filter(part => part !== '').join(', ')} (${zone})`;
}

/** Says a cron expression in words; null if it is invalid. Azure ML reads days of the month and months as `*`. */
export function expressionWords(expression: string): string | null {
  const fields = expression.trim().split(/\s+/);
  if (fields.length !== 5) return null;
  const [minutes, hours, , , weekDays] = fields;
  try {
    return cronWords(`${minutes} ${hours} * * ${weekDays}`, {
      use24HourTimeFormat: true,
      locale: pageLanguage()?.startsWith('de') ? 'de' : 'en'
    });
  } catch {
    // The parser throws for an invalid expression.
    return null;
  }
}

function everyWords(
  frequency: 'Minute' | 'Hour' | 'Day' | 'Week' | 'Month',
  n: number,
  trans: TranslationBundle
): string {
  switch (frequency) {
    case 'Minute':
      return trans._n('Every minute', 'Every %1 minutes', n);
    case 'Hour':
      return trans._n('Every hour', 'Every %1 hours', n);
    case 'Day':
      return trans._n('Every day', 'Every %1 days', n);
    case 'Week':
      return trans._n('Every week', 'Every %1 weeks', n);
    case 'Month':
      return trans._n('Every month', 'Every %1 months', n);
  }
}

function clock(hour: number, minute: number): string {
  return `${String(hour).padStart(2, '0')}:${String(minute).padStart(2, '0')}`;
}
