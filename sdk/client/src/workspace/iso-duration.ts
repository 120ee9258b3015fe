/** Returns seconds, rounded up, as an ISO 8601 duration, such as `PT90S`. */
export function isoDuration(seconds: number): string {
  return `PT${Math.ceil(seconds)}S`;
}

/** Reads an ISO 8601 duration of days and smaller units, such as `PT1H30M`, in seconds; undefined if it is none. */
export function secondsOf(duration: string): number | undefined {
  const parts = /^P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:\.\d+)?)S)?)?$/.exec(duration);
  if (!parts) return undefined;
  const groups: (string | undefined)[] = parts.slice(1);
  const [days = 0, hours = 0, minutes = 0, seconds = 0] = groups.map(group => Number(group ?? 0));
  return ((days * 24 + hours) * 60 + minutes) * 60 + seconds;
}
