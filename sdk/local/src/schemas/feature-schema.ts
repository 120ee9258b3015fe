import { Type } from 'typebox';
import { assetFields } from './asset-schema.js';
import { Nullable, optionalText } from './field-types.js';

/** A version of a feature set. Its materialization settings are stored but not used: the local workspace does not materialize. */
export const FeaturesetBody = Type.Object({
  properties: Type.Object({
    ...assetFields,
    entities: Type.Optional(Nullable(Type.Array(Type.String()))),
    specification: Type.Optional(Nullable(Type.Object({ path: optionalText }))),
    stage: optionalText
  })
});

const dataType = Type.Union(
  ['String', 'Integer', 'Long', 'Float', 'Double', 'Binary', 'Datetime', 'Boolean'].map(name =>
    Type.Literal(name)
  )
);

/** A version of an entity: the columns by which its features are looked up. */
export const FeaturestoreEntityBody = Type.Object({
  properties: Type.Object({
    ...assetFields,
    indexColumns: Type.Optional(
      Nullable(
        Type.Array(Type.Object({ columnName: optionalText, dataType: Type.Optional(dataType) }))
      )
    ),
    stage: optionalText
  })
});
