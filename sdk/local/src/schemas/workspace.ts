import { Type } from 'typebox';
import { Nullable, Texts } from './asset.js';

const text = Type.Optional(Nullable(Type.String()));

/** What can be said of the workspace. Its storage, vault and network are this machine's, whatever a client asks for. */
export const WorkspaceBody = Type.Object({
  tags: Type.Optional(Nullable(Texts)),
  properties: Type.Optional(
    Nullable(
      Type.Object({
        friendlyName: text,
        description: text,
        imageBuildCompute: text,
        publicNetworkAccess: Type.Optional(
          Nullable(Type.Unsafe<string>({ type: 'string', enum: ['Enabled', 'Disabled'] }))
        )
      })
    )
  )
});

/** What was said of the workspace. */
export interface WorkspaceFacts {
  tags?: Record<string, string>;
  friendlyName?: string;
  description?: string;
  imageBuildCompute?: string;
  publicNetworkAccess?: string;
}
