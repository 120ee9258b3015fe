import { Type } from 'typebox';

/** A request for the URL and credentials with which to read an asset. */
export const DataReferenceBody = Type.Object({ blobUri: Type.String({ minLength: 1 }) });
