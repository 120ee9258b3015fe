import { Type } from 'typebox';
import { Nullable, shared } from './asset.js';

const text = Type.Optional(Nullable(Type.String()));

/** A version of a feature set. How it is to be materialized is kept and not looked at: nothing here does it. */
export const FeaturesetBody = Type.Object({
  properties: Type.Object({
    ...shared,
    entities: Type.Optional(Nullable(Type.Array(Type.String()))),
    specification: Type.Optional(Nullable(Type.Object({ path: text }))),
    stage: text
  })
});

const dataType = Type.Union(
  ['String', 'Integer', 'Long', 'Float', 'Double', 'Binary', 'Datetime', 'Boolean'].map(name =>
    Type.Literal(name)
  )
);

/** A version of an entity: the columns by which its features are found. */
export const FeaturestoreEntityBody = Type.Object({
  properties: Type.Object({
    ...shared,
    indexColumns: Type.Optional(
      Nullable(Type.Array(Type.Object({ columnName: text, dataType: Type.Optional(dataType) })))
    ),
    stage: text
  })
});
