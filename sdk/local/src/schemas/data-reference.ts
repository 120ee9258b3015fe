import { Type } from 'typebox';

/** Asks how to read the content of an asset. */
export const DataReferenceBody = Type.Object({ blobUri: Type.String({ minLength: 1 }) });
