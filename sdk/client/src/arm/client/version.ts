/** The version of this package, as `npm run version` writes it into every manifest and here. */
export const VERSION = '0.1.0';

/** The user agent of every request: `carry-ml/0.1.0`. */
export const userAgent = `carry-ml/${VERSION}`;
