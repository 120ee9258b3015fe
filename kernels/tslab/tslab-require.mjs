import { createRequire } from 'node:module';

/** Loads modules as tslab does: its own, and the packages that it depends on. */
export const requireFromTslab = createRequire(
  createRequire(import.meta.url).resolve('tslab/package.json')
);
