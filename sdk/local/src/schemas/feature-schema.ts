import { Type } from 'typebox';
import { Nullable, shared } from './asset-schema.js';

const text = Type.Optional(Nullable(Type.String()));

/** A version of a feature set. Its materialization settings are stored but not used: the local workspace does not materialize. */
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

/** A version of an entity: the columns by which its features are looked up. */
export const FeaturestoreEntityBody = Type.Object({
  properties: Type.Object({
    ...shared,
    indexColumns: Type.Optional(
      Nullable(Type.Array(Type.Object({ columnName: text, dataType: Type.Optional(dataType) })))
    ),
    stage: text
  })
});
