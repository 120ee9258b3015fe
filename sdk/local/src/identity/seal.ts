import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';

const MARK = 'sealed:1:';
const IV_BYTES = 12;
const TAG_BYTES = 16;

/** Encrypts text at rest: AES-256-GCM with a key that is derived from the owner's secret and used for nothing else. */
export class Seal {
  private readonly key: Buffer;

  constructor(secret: Buffer) {
    this.key = Buffer.from(hkdfSync('sha256', secret, '', 'carry: documents at rest', 32));
  }

  /** Encrypts `text` for one place. It cannot be decrypted for another, so that nobody can move it to where it would be shown. */
  close(text: string, place: string): string {
    const iv = randomBytes(IV_BYTES);
    const cipher = createCipheriv('aes-256-gcm', this.key, iv).setAAD(Buffer.from(place));
    const sealed = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
    return MARK + Buffer.concat([iv, cipher.getAuthTag(), sealed]).toString('base64');
  }

  /** Decrypts text. Throws when it was encrypted with another secret or for another place, or was changed. */
  open(sealed: string, place: string): string {
    const bytes = Buffer.from(sealed.slice(MARK.length), 'base64');
    const decipher = createDecipheriv('aes-256-gcm', this.key, bytes.subarray(0, IV_BYTES))
      .setAAD(Buffer.from(place))
      .setAuthTag(bytes.subarray(IV_BYTES, IV_BYTES + TAG_BYTES));
    return (
      decipher.update(bytes.subarray(IV_BYTES + TAG_BYTES), undefined, 'utf8') +
      decipher.final('utf8')
    );
  }

  isClosed(text: string): boolean {
    return text.startsWith(MARK);
  }
}
