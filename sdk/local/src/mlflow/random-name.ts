const adjectives =
  'amber brave calm clever daring eager gentle golden happy keen lively lucky merry nimble proud quick quiet rapid silver steady sunny swift tidy witty'.split(
    ' '
  );
const nouns =
  'badger beacon comet cedar dolphin falcon harbor heron island lantern maple meadow otter pebble pine raven river sparrow summit thistle tiger walnut whale willow'.split(
    ' '
  );

/** Returns a readable default name for a run or model, such as `brave-otter-512`. It is derived from the id, so it needs no random source. */
export function nameFromId(id: string): string {
  let hash = 2166136261;
  for (const char of id) hash = Math.imul(hash ^ (char.codePointAt(0) ?? 0), 16777619) >>> 0;
  const pick = (words: string[], at: number) => words[at % words.length] ?? '';
  return `${pick(adjectives, hash)}-${pick(nouns, hash >>> 8)}-${hash % 1000}`;
}
