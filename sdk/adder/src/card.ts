import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { AdderCard } from './adder.js';
import { FILES } from './save.js';

/** Reads the card of a saved adder. @throws an `Error` that says what is wrong with it */
export async function readCard(folder: string): Promise<AdderCard> {
  const json = await readFile(join(folder, FILES.card), 'utf8');
  const card = JSON.parse(json) as Partial<AdderCard>;
  if (card.arch !== 'carry' && card.arch !== 'classic') {
    throw new Error(`${FILES.card} names no architecture that this version knows`);
  }
  if (!Number.isInteger(card.digits) || !Number.isInteger(card.limit)) {
    throw new Error(`${FILES.card} does not say how long its numbers may be`);
  }
  return card as AdderCard;
}
