import { Type } from 'typebox';
import { Nullable, optionalText, Texts } from './field-types.js';
import { trackedPatch, type Tracked, type TrackedPatch } from './tracked-resource-schema.js';

/** ISO 8601, such as `PT0.5S`: Azure's clients cannot read any other. */
export const duration = Type.Optional(Nullable(Type.String({ pattern: '^P[\\dYMWDTHS.]+$' })));

/** The fields that online and batch deployments have in common. */
export const deployment = {
  description: optionalText,
  properties: Type.Optional(Nullable(Texts)),
  environmentId: optionalText,
  environmentVariables: Type.Optional(Nullable(Texts)),
  codeConfiguration: Type.Optional(
    Nullable(Type.Object({ codeId: optionalText, scoringScript: Type.String({ minLength: 1 }) }))
  )
};

export const DeploymentPatchBody = Type.Object({
  ...trackedPatch,
  properties: Type.Optional(Nullable(Type.Object({ description: optionalText })))
});

export type DeploymentPatch = TrackedPatch & {
  properties?: { description?: string | null } | null;
};

/** The properties of a deployment as its client declared them. */
export interface DeploymentProperties {
  description?: string | null;
  properties?: Record<string, string>;
  environmentId?: string;
  environmentVariables?: Record<string, string>;
  codeConfiguration?: { codeId?: string | null; scoringScript: string };
  [more: string]: unknown;
}

export type DeploymentBody = Tracked & { properties: DeploymentProperties };
