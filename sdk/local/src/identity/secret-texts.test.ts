import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { describe, expect, it } from 'vitest';
import { SecretTexts } from './secret-texts.js';
import { Tokens } from './tokens.js';

const secret = 'brave_fox.Zm9vYmFyYmF6cXV4-_0123456789abcdef';
const secrets = new SecretTexts([secret]);
/** Without a piece that occurs twice. */
const longSecret = Array.from({ length: 12_000 }, (_, i) => `${i}-`).join('');
const stars = (text: string) => '*'.repeat(text.length);

function masked(text: string, { isEnd = true } = {}): string {
  const bytes = Buffer.from(text);
  secrets.mask(bytes, isEnd);
  return bytes.toString();
}

/** The bytes from `start` to before `end` of a log, read in chunks of the given size. */
async function streamed(log: string, size: number, start = 0, end = log.length): Promise<string> {
  const from = Math.max(0, start - secrets.reach);
  const window = Buffer.from(log).subarray(from, end + secrets.reach);
  const chunks = Array.from({ length: Math.ceil(window.length / size) }, (_, i) =>
    window.subarray(i * size, (i + 1) * size)
  );
  const masking = secrets.stream(start - from, end - start);
  return (await buffer(Readable.from(chunks, { objectMode: false }).pipe(masking))).toString();
}

describe('secrets in a text', () => {
  it.each([
    ['of one character', 'a'.repeat(50_000), 'a'.repeat(200_000)],
    ['that repeats itself', 'abcab'.repeat(10_000), `${'abcab'.repeat(30_000)}abc`],
    ['of many pieces', longSecret, longSecret]
  ])('are masked in time that is linear in a secret %s', (_, long, log) => {
    const startedAt = performance.now();
    const bytes = Buffer.from(`>${log}<`);
    new SecretTexts([long]).mask(bytes);
    expect(bytes.toString().replace(/\*+/, '*')).toMatch(/^>\*(?:abc)?<$/);
    // The quadratic time was more than ten seconds.
    expect(performance.now() - startedAt).toBeLessThan(5000);
  });

  it.each([
    ['100 secrets of 3 KB', 100, 3_000],
    ['3,000 secrets of 40 bytes', 3_000, 40]
  ])('are masked in a short time, also %s', (_, count, length) => {
    const many = Array.from({ length: count }, (_secret, i) =>
      Array.from(
        { length: length / 4 },
        (_part, j) => ((i * 7919 + j * 104_729) % 9000) + 1000
      ).join('')
    );
    const texts = new SecretTexts(many);
    const encoded = Buffer.from(many.at(-1)!).toString('base64');
    const bytes = Buffer.from(
      `${'a log that contains few of them\n'.repeat(8000)}${many[1]}|${encoded}`
    );
    const before = process.cpuUsage();
    texts.mask(bytes);
    const { user, system } = process.cpuUsage(before);
    // Each secret was searched on its own, and its encoded pieces too, which took ten seconds.
    expect((user + system) / 1000).toBeLessThan(400);
    expect(bytes.toString().slice(-encoded.length - 1 - many[1]!.length)).toMatch(
      /^\*+\|\*+.{0,3}$/
    );
  });

  it('are masked where tokens follow each other without an end', () => {
    const start = 'eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.x';
    const bytes = Buffer.from(start.repeat(20_000));
    secrets.mask(bytes);
    expect(bytes.toString()).toBe(stars(start.repeat(20_000)));
  });

  it('are masked where they overlap', () => {
    const bytes = Buffer.from('abacabadabacabadabacaba');
    new SecretTexts(['abacabadabacaba']).mask(bytes);
    expect(bytes.toString()).toBe(stars('abacabadabacabadabacaba'));
  });

  it('are replaced by as many asterisks, each time that they occur', () => {
    expect(masked(`a ${secret}${secret}\n${secret}`)).toBe(
      `a ${stars(secret + secret)}\n${stars(secret)}`
    );
  });

  it.each([0, 1, 2, 3, 4, 5])('are masked in base64 after %i bytes', before => {
    const encoded = Buffer.from(`${'x'.repeat(before)}${secret} end`).toString('base64');
    const inner = encoded.slice(Math.ceil((before * 8) / 6), -8);
    expect(masked(encoded)).not.toContain(inner.slice(0, 12));
    expect(masked(encoded).match(/\*/g)?.length).toBeGreaterThan(inner.length - 4);
  });

  it('are masked in base64 for URLs', () => {
    const text = `${secret}?>~~`;
    const odd = new SecretTexts([text]);
    const bytes = Buffer.from(Buffer.from(text).toString('base64url'));
    odd.mask(bytes);
    expect(bytes.toString()).toMatch(/^\*+.?$/);
  });

  it('are not readable in lines of base64', () => {
    const lines = Buffer.from(`IDENTITY=${secret.repeat(6)}`).toString('base64');
    const wrapped = (lines.match(/.{1,76}/g) ?? []).join('\n');
    const left = masked(wrapped).match(/[^*\n]+/g) ?? [];
    expect(Math.max(...left.map(part => part.length))).toBeLessThan(48);
  });

  it('include the tokens of a workspace, which nobody named', () => {
    const { token } = new Tokens(Buffer.from('key'), () => 0, 'ada').mint('https://a', 60);
    expect(masked(`token=${token}, next`)).toBe(`token=${stars(token)}, next`);
  });

  it('leave other texts as they are', () => {
    for (const text of ['', 'brave_fox.', 'eyJhbGciOiJub25lIn0.e30.', '\u0000\uffff'])
      expect(masked(text)).toBe(text);
  });
});

describe('secrets in a stream', () => {
  const { token } = new Tokens(Buffer.from('key'), () => 0, 'ada').mint('https://a', 60);
  const log = `${'x'.repeat(2000)}${secret}${'y'.repeat(1500)} ${token} ${'z'.repeat(3000)}${secret}\n`;
  const clean = log.replaceAll(secret, stars(secret)).replace(token, stars(token));

  it.each([1, 7, 64, 1000, 100_000])('are masked across chunks of %i bytes', async size => {
    expect(await streamed(log, size)).toBe(clean);
  });

  it.each([1990, 2000, 2010, 2040, 3540, 3600, 3900])(
    'are masked in a range that begins or ends at %i',
    async at => {
      expect(await streamed(log, 500, at)).toBe(clean.slice(at));
      expect(await streamed(log, 500, 0, at)).toBe(clean.slice(0, at));
      expect(await streamed(log, 500, at, at + 5)).toBe(clean.slice(at, at + 5));
    }
  );

  it('are masked at the end of a log that does not have all of them yet', async () => {
    for (const written of [8, 20, secret.length - 1])
      expect(await streamed(`log\n${secret.slice(0, written)}`, 100)).toBe(
        `log\n${'*'.repeat(written)}`
      );
  });
});
