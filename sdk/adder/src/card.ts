import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { AdderCard } from './adder.js';
import { FILES } from './save.js';

/** Reads the card of a saved adder. @throws an `Error` that says why the card is invalid */
export async function readCard(folder: string, signal?: AbortSignal): Promise<AdderCard> {
  const json = await readFile(join(folder, FILES.card), { encoding: 'utf8', signal });
  const card = JSON.parse(json) as Partial<AdderCard>;
  if (card.arch !== 'carry' && card.arch !== 'classic') {
    throw new Error(`${FILES.card} names no architecture that this version supports`);
  }
  if (!Number.isInteger(card.digits) || !Number.isInteger(card.limit)) {
    throw new Error(`${FILES.card} does not contain the digits and the limit of the numbers`);
  }
  return card as AdderCard;
}
