import { Type } from 'typebox';
import { Nullable, Texts } from './asset.js';
import type { Tracked } from './tracked-resource.js';

const text = Type.Optional(Nullable(Type.String()));

/** What online and batch deployments share. */
export const deployment = {
  description: text,
  properties: Type.Optional(Nullable(Texts)),
  environmentId: text,
  environmentVariables: Type.Optional(Nullable(Texts)),
  codeConfiguration: Type.Optional(
    Nullable(Type.Object({ codeId: text, scoringScript: Type.String({ minLength: 1 }) }))
  )
};

/** What a deployment was declared with. */
export interface DeploymentProperties {
  description?: string | null;
  properties?: Record<string, string>;
  environmentId?: string;
  environmentVariables?: Record<string, string>;
  codeConfiguration?: { codeId?: string | null; scoringScript: string };
  [more: string]: unknown;
}

export type DeploymentBody = Tracked & { properties: DeploymentProperties };
