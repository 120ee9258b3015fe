import { fail } from './errors.js';

/** Encrypts and decrypts text for one place. */
export interface TextSeal {
  close: (text: string, place: string) => string;
  open: (text: string, place: string) => string;
  isClosed: (text: string) => boolean;
}

/** Decrypts the text of `place`, such as `connections/openai`. Throws SealedWithLostSecret. */
export function openSealed(seal: TextSeal, text: string, place: string): string {
  try {
    return seal.open(text, place);
  } catch (cause) {
    throw fail('SealedWithLostSecret', { place }, { cause });
  }
}
