/**
 * The local time of a zone at an instant, as milliseconds since 1970 by that zone's clock, so that days and weeks of the zone can be
 * counted with it.
 */
export function wallClock(at: number, zone: string): number {
  const parts = new Map(
    formatOf(zone)
      .formatToParts(at)
      .map(({ type, value }) => [type, value])
  );
  const part = (type: Intl.DateTimeFormatPartTypes) => Number(parts.get(type));
  const shown = Date.UTC(
    part('year'),
    part('month') - 1,
    part('day'),
    part('hour'),
    part('minute'),
    part('second')
  );
  return shown + (at - Math.floor(at / 1000) * 1000);
}

/** The instant of a local time: the first of two when summer time ends, and an hour later for a time that is skipped when it starts. */
export function instantOf(wall: number, zone: string): number {
  const offset = (at: number) => wallClock(at, zone) - at;
  const before = wall - offset(wall - DAY_MS);
  const after = wall - offset(wall + DAY_MS);
  return wallClock(before, zone) === wall
    ? before
    : wallClock(after, zone) === wall
      ? after
      : before;
}

const DAY_MS = 24 * 60 * 60 * 1000;
const formats = new Map<string, Intl.DateTimeFormat>();

function formatOf(zone: string): Intl.DateTimeFormat {
  const known = formats.get(zone);
  if (known) return known;
  const format = new Intl.DateTimeFormat('en', {
    timeZone: zone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric'
  });
  formats.set(zone, format);
  return format;
}
