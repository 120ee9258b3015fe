import { Transform } from 'node:stream';
import { beginningAtEnd, placesOf, type Place } from './text-places.js';
import { TextSet } from './text-set.js';

/** The first part of every token that the workspace issues: `{"alg":"HS256","typ":"JWT"}`. */
const TOKEN_START = Buffer.from('eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.');
/** Longest token that is masked, in bytes; those of the workspace have about 550. */
const MAX_TOKEN_BYTES = 1024;
/** `base64` breaks its lines after 76 characters, so encoded secrets are searched in pieces of which a line has several. */
const ENCODED_PIECE = 24;
/** Fewer bytes at the end of a text are not taken for the beginning of a secret. */
const MIN_PREFIX = 6;
/** A shorter encoded piece could be part of another word. */
const MIN_ENCODED = 10;
/** Secrets up to this length, in bytes, are searched all at once, because a job may have many. The few longer ones are not. */
const MAX_SHORT = 48;
const MASK = '*'.charCodeAt(0);

/** Replaces secrets in the bytes of a log by as many asterisks, so that offsets and ranges of the log stay valid. */
export class SecretTexts {
  private readonly whole: readonly Buffer[];
  private readonly long: readonly Buffer[];
  private readonly short: TextSet;
  private readonly encoded: TextSet;
  /** A mask depends on at most this many bytes before and after a position. */
  readonly reach: number;

  constructor(secrets: readonly string[]) {
    this.whole = secrets.map(secret => Buffer.from(secret));
    this.long = this.whole.filter(text => text.length > MAX_SHORT);
    this.short = setOf(
      this.whole.filter(text => text.length <= MAX_SHORT),
      text => [{ at: 0, end: text.length }]
    );
    this.encoded = setOf(this.whole.flatMap(encodedForms), pieces);
    this.reach = this.whole.reduce((most, text) => Math.max(most, text.length), MAX_TOKEN_BYTES);
  }

  /** Masks the bytes in place, and returns whether there was anything to mask. Without `isEnd`, more bytes follow. */
  mask(bytes: Buffer, isEnd = true): boolean {
    const found = [
      ...tokensIn(bytes, isEnd),
      ...this.long.flatMap(text => [...placesOf(bytes, text)]),
      ...this.short.placesIn(bytes),
      ...this.encoded.placesIn(bytes)
    ];
    // All are found before one is masked, because the last piece of a secret overlaps the one before.
    for (const { at, end } of found) bytes.fill(MASK, at, end);
    return found.length > 0;
  }

  /** Masks the beginning of a secret at the end of the bytes: a log that grows may get the rest. */
  maskEnd(bytes: Buffer): void {
    const length = this.whole.reduce(
      (most, text) => Math.max(most, beginningAtEnd(bytes, text)),
      0
    );
    if (length >= MIN_PREFIX) bytes.fill(MASK, bytes.length - length);
  }

  /**
   * Masks a stream of bytes, of which the first `skip` were read only to recognise a secret that begins in them, and of which `length` are
   * wanted after these.
   */
  stream(skip: number, length: number): Transform {
    let chunks: Buffer[] = [];
    let size = 0;
    let at = 0;
    const wanted = (bytes: Buffer) => {
      const start = skip - at;
      at += bytes.length;
      return bytes.subarray(Math.max(0, start), Math.max(0, start + length));
    };
    return new Transform({
      transform: (chunk: Buffer, _encoding, done) => {
        chunks.push(chunk);
        size += chunk.length;
        // The last `reach` bytes are searched again, so at least as many new ones are awaited.
        if (size < 2 * this.reach) {
          done();
          return;
        }
        const held = Buffer.concat(chunks);
        this.mask(held, false);
        // A secret that begins before the last `reach` bytes is complete.
        const part = wanted(held.subarray(0, size - this.reach));
        chunks = [Buffer.from(held.subarray(size - this.reach))];
        size = this.reach;
        done(null, part);
      },
      flush: done => {
        const held = Buffer.concat(chunks);
        this.mask(held);
        this.maskEnd(held);
        done(null, wanted(held));
      }
    });
  }
}

/** Finds the tokens of this workspace, also those that a job has got after its start. */
function* tokensIn(bytes: Buffer, isEnd: boolean): Generator<Place> {
  let read = 0;
  for (const { at, end: start } of placesOf(bytes, TOKEN_START)) {
    // A token within a token does not have the bytes read again.
    let end = Math.max(start, read);
    while (end < bytes.length && end - at < MAX_TOKEN_BYTES && isTokenByte[bytes[end] ?? 0]) end++;
    read = end;
    if (end < bytes.length || isEnd) yield { at, end };
  }
}

const isTokenByte = Array.from({ length: 256 }, (_, byte) =>
  /[\w.-]/.test(String.fromCharCode(byte))
);

/** Creates a set of parts of texts. */
function setOf(texts: readonly Buffer[], partsOf: (text: Buffer) => Place[]): TextSet {
  let before = 0;
  const parts = texts.flatMap(text => {
    const start = before;
    before += text.length;
    return partsOf(text).map(({ at, end }) => ({ at: start + at, end: start + end }));
  });
  return new TextSet(Buffer.concat(texts), parts);
}

/** The base64 forms of a text: one for each place at which the text can begin in a group of three bytes, and the same for URLs. */
function encodedForms(text: Buffer): Buffer[] {
  const forms = [0, 1, 2].flatMap(before => {
    const bytes = Buffer.concat([Buffer.alloc(before), text]);
    const known = bytes
      .toString('base64')
      .slice(Math.ceil((before * 8) / 6), Math.floor((bytes.length * 8) / 6));
    return [known, urlSafe(known)];
  });
  return [...new Set(forms)].map(form => Buffer.from(form));
}

const urlSafe = (encoded: string) => encoded.replaceAll('+', '-').replaceAll('/', '_');

/** The pieces in which an encoded text is searched. The last one overlaps the one before. */
function pieces({ length }: Buffer): Place[] {
  const last = Math.max(0, length - ENCODED_PIECE);
  const starts = Array.from({ length: Math.ceil(last / ENCODED_PIECE) }, (_, i) => i);
  return [...starts.map(i => i * ENCODED_PIECE), last]
    .map(at => ({ at, end: Math.min(at + ENCODED_PIECE, length) }))
    .filter(({ at, end }) => end - at >= MIN_ENCODED);
}
