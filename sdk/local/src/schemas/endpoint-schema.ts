import { Type } from 'typebox';
import { Nullable, OneOf, optionalText, Texts } from './field-types.js';
import { tracked, trackedPatch, type Tracked } from './tracked-resource-schema.js';

const shared = {
  authMode: Type.String(),
  description: optionalText,
  keys: Type.Optional(
    Nullable(Type.Object({ primaryKey: optionalText, secondaryKey: optionalText }))
  ),
  properties: Type.Optional(Nullable(Texts))
};
const Percentages = Type.Optional(Nullable(Type.Record(Type.String(), Type.Integer())));

export const OnlineEndpointBody = Type.Object({
  ...tracked,
  properties: Type.Object({
    ...shared,
    compute: optionalText,
    traffic: Percentages,
    mirrorTraffic: Percentages,
    // Microsoft's Python client sends the lowercase value of its YAML file.
    publicNetworkAccess: Type.Optional(
      Nullable(Type.String({ pattern: '^([Ee]nabled|[Dd]isabled)$' }))
    )
  })
});

export const BatchEndpointBody = Type.Object({
  ...tracked,
  properties: Type.Object({
    ...shared,
    defaults: Type.Optional(Nullable(Type.Object({ deploymentName: optionalText })))
  })
});

export const EndpointPatch = Type.Object(trackedPatch);

export const RegenerateKeysBody = Type.Object({
  keyType: OneOf('Primary', 'Secondary'),
  keyValue: optionalText
});

/** Percentage of the requests, by the name of a deployment. */
export type Traffic = Record<string, number>;

/** The properties of an online or batch endpoint as its client declared them. */
export interface EndpointProperties {
  authMode: string;
  description?: string | null;
  properties?: Record<string, string>;
  /** Only Kubernetes endpoints name a compute. */
  compute?: string;
  traffic?: Traffic;
  mirrorTraffic?: Traffic;
  defaults?: { deploymentName?: string | null };
  [more: string]: unknown;
}

export interface EndpointKeys {
  primaryKey?: string | null;
  secondaryKey?: string | null;
}

export type EndpointBody = Tracked & { properties: EndpointProperties };
