import { fail } from './errors.js';

/** Makes text unreadable for one place, and readable again. */
export interface Closing {
  close: (text: string, place: string) => string;
  open: (text: string, place: string) => string;
  isClosed: (text: string) => boolean;
}

/** The text of `place`, such as `connections/openai`; says what to do when the secret that closed it is lost. */
export function opened(seal: Closing, text: string, place: string): string {
  try {
    return seal.open(text, place);
  } catch (cause) {
    throw fail('SealedWithLostSecret', { place }, { cause });
  }
}
