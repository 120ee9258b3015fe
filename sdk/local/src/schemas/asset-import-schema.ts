import { Type, type Static } from 'typebox';

const name = Type.String({ minLength: 1, maxLength: 255 });

/** A request to copy an asset of a workspace into a registry. */
export const AssetImportBody = Type.Object({
  properties: Type.Object({
    sourceAssetId: Type.String({ minLength: 1 }),
    destinationName: Type.Optional(name),
    destinationVersion: Type.Optional(name)
  })
});

export type AssetImport = Static<typeof AssetImportBody>['properties'];
