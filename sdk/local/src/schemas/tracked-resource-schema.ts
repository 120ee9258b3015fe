import { Type, type Static, type TObject } from 'typebox';
import { Nullable, OneOf, optionalText } from './field-types.js';

const Identity = Type.Object({
  type: OneOf('None', 'SystemAssigned', 'UserAssigned', 'SystemAssigned, ?UserAssigned'),
  userAssignedIdentities: Type.Optional(Nullable(Type.Record(Type.String(), Type.Unknown())))
});

const capacity = Type.Optional(Nullable(Type.Integer({ minimum: 0, maximum: 1000 })));
const Sku = Type.Object({
  name: Type.String(),
  tier: optionalText,
  size: optionalText,
  family: optionalText,
  capacity
});

/** The largest number of tags of a tracked resource, as in Azure Resource Manager. */
export const MAX_TAGS = 50;

/** The tags of a tracked resource, within the limits of Azure Resource Manager. Those of jobs and assets have none. */
export const Tags = Type.Record(
  Type.String({ pattern: '^[^]{0,512}$' }),
  Type.Unsafe<string>({ type: ['string', 'number', 'boolean', 'null'], maxLength: 256 }),
  { maxProperties: MAX_TAGS, additionalProperties: false }
);

/** The fields of every tracked resource of Azure beside its properties. */
export const tracked = {
  location: Type.String({ minLength: 1 }),
  tags: Type.Optional(Nullable(Tags)),
  kind: optionalText,
  identity: Type.Optional(Nullable(Identity)),
  sku: Type.Optional(Nullable(Sku))
};

/** The fields of any tracked resource that a PATCH may change. Null removes a tag. */
export const trackedPatch = {
  tags: Type.Optional(Nullable(Tags)),
  identity: Type.Optional(Nullable(Type.Partial(Identity))),
  sku: Type.Optional(Nullable(Type.Partial(Sku)))
};

export type Tracked = Static<TObject<typeof tracked>>;
export type TrackedPatch = Static<TObject<typeof trackedPatch>>;
