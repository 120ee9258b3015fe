/** Where a text is in bytes. */
export interface Place {
  at: number;
  end: number;
}

/** Finds a text in bytes. Places that overlap are one, so that no byte is masked more than once. */
export function* placesOf(bytes: Buffer, text: Buffer): Generator<Place> {
  let at = bytes.indexOf(text);
  if (at === -1) return;
  const period = text.length - (bordersOf(text).at(-1) ?? 0);
  const tail = text.subarray(text.length - period);
  let found: Place = { at, end: at };
  for (; at !== -1; at = bytes.indexOf(text, found.end - text.length + 1)) {
    if (at > found.end) {
      yield found;
      found = { at, end: at };
    }
    found.end = at + text.length;
    // Comparing all of a text that repeats itself at each of its repetitions would take quadratic time.
    while (tail.equals(bytes.subarray(found.end, found.end + period))) found.end += period;
  }
  yield found;
}

/** Returns the length of the longest beginning of a text, but not all of it, with which the bytes end. */
export function beginningAtEnd(bytes: Buffer, text: Buffer): number {
  const borders = bordersOf(text);
  let length = 0;
  for (const byte of bytes.subarray(Math.max(0, bytes.length - text.length + 1)))
    length = extended(text, borders, length, byte);
  return length;
}

/** Returns, for each length of a beginning of the text, how long a shorter beginning is with which it also ends. */
function bordersOf(text: Buffer): Int32Array {
  const borders = new Int32Array(text.length + 1).fill(-1, 0, 1);
  for (let end = 0; end < text.length; end++)
    borders[end + 1] = extended(text, borders, borders[end] ?? -1, text[end]);
  return borders;
}

/** Returns the length of the longest beginning that ends with this byte, after one of the given length. */
function extended(text: Buffer, borders: Int32Array, length: number, byte?: number): number {
  let border = length;
  while (border >= 0 && text[border] !== byte) border = borders[border] ?? -1;
  return border + 1;
}
