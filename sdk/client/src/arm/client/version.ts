import { createRequire } from 'node:module';

const manifest = createRequire(import.meta.url)('../../../package.json') as { version: string };

/** How every request introduces itself: `carry-ml/0.1.0`. */
export const userAgent = `carry-ml/${manifest.version}`;
