import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';

const MARK = 'sealed:1:';
const IV = 12;
const TAG = 16;

/** Keeps text unreadable at rest: AES-256-GCM under a key that comes from the owner's secret and is used for nothing else. */
export class Seal {
  private readonly key: Buffer;

  constructor(secret: Buffer) {
    this.key = Buffer.from(hkdfSync('sha256', secret, '', 'carry: documents at rest', 32));
  }

  /** Seals `text` for one place; it opens nowhere else, so that nobody can put it where it would be shown. */
  close(text: string, place: string): string {
    const iv = randomBytes(IV);
    const cipher = createCipheriv('aes-256-gcm', this.key, iv).setAAD(Buffer.from(place));
    const sealed = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
    return MARK + Buffer.concat([iv, cipher.getAuthTag(), sealed]).toString('base64');
  }

  /** The text again; throws when it was sealed under another secret, for another place, or changed since. */
  open(sealed: string, place: string): string {
    const bytes = Buffer.from(sealed.slice(MARK.length), 'base64');
    const decipher = createDecipheriv('aes-256-gcm', this.key, bytes.subarray(0, IV))
      .setAAD(Buffer.from(place))
      .setAuthTag(bytes.subarray(IV, IV + TAG));
    return decipher.update(bytes.subarray(IV + TAG), undefined, 'utf8') + decipher.final('utf8');
  }

  isClosed(text: string): boolean {
    return text.startsWith(MARK);
  }
}
