type Tags = Readonly<Record<string, string>>;

/** Returns how many seconds each code cell of a completed notebook job took, in their order; undefined if its run does not tell. */
export function cellSeconds(tags: Tags): number[] | undefined {
  const seconds = tags['carry.cells.seconds']?.split(',').map(Number);
  return seconds?.every(each => Number.isFinite(each) && each >= 0) ? seconds : undefined;
}

/** Returns how many seconds the processes of a notebook job have kept processors busy, once it has ended; undefined if its run does not tell. */
export function cpuSeconds(tags: Tags): number | undefined {
  const text = tags['carry.cpu.seconds'];
  const seconds = text === undefined || text === '' ? NaN : Number(text);
  return Number.isFinite(seconds) && seconds >= 0 ? seconds : undefined;
}
