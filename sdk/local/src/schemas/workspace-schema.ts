import { Type } from 'typebox';
import { Nullable, optionalText } from './field-types.js';
import { Tags } from './tracked-resource-schema.js';

/** The settable fields of the workspace. Its storage, vault and network are those of this machine, whatever a client sends. */
export const WorkspaceBody = Type.Object({
  tags: Type.Optional(Nullable(Tags)),
  properties: Type.Optional(
    Nullable(
      Type.Object({
        friendlyName: optionalText,
        description: optionalText,
        imageBuildCompute: optionalText,
        publicNetworkAccess: Type.Optional(
          Nullable(Type.Unsafe<string>({ type: 'string', enum: ['Enabled', 'Disabled'] }))
        )
      })
    )
  )
});

/** The fields of the workspace that a client has set. */
export interface WorkspaceFacts {
  tags?: Record<string, string>;
  friendlyName?: string;
  description?: string;
  imageBuildCompute?: string;
  publicNetworkAccess?: string;
}
