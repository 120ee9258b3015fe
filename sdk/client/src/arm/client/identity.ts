import type { TlsSettings } from '@azure/core-rest-pipeline';
import type { Credential, Token } from './credential.js';
import { Connection } from './connection.js';
import type { Variables } from './trust.js';

interface TokenAnswer {
  access_token: string;
  /** Seconds since 1970, as text or number. */
  expires_on: string | number;
}

/**
 * Returns the managed identity of the machine that this program runs on, by the protocol of Azure App Service:
 * `GET {IDENTITY_ENDPOINT}?resource=…&api-version=2019-08-01` with `X-IDENTITY-HEADER`.
 *
 * `ManagedIdentityCredential` of @azure/identity implements the same protocol, but reads `process.env` and trusts only the
 * authorities known at process start; this one uses the variables that were resolved for the workspace.
 */
export function managedIdentity(
  variables: Variables,
  tls: TlsSettings | undefined
): Credential | undefined {
  const { IDENTITY_ENDPOINT: endpoint, IDENTITY_HEADER: header } = variables;
  if (!endpoint || !header) return undefined;
  const connection = new Connection({ endpoint, tls });
  return {
    async getToken(scopes): Promise<Token> {
      const scope = Array.isArray(scopes) ? (scopes[0] ?? '') : scopes;
      const { body } = await connection.send<TokenAnswer>({
        url: endpoint,
        query: {
          resource: scope.replace(/\/\.default$/, ''),
          'api-version': '2019-08-01',
          client_id: variables.AZURE_CLIENT_ID
        },
        headers: { 'X-IDENTITY-HEADER': header }
      });
      return { token: body.access_token, expiresOnTimestamp: Number(body.expires_on) * 1000 };
    }
  };
}

/**
 * Returns the default credential of a workspace.
 *
 * If the variables name an identity endpoint, this is that managed identity, otherwise `DefaultAzureCredential`. If
 * `process.env` names an identity endpoint that the variables do not, it belongs to another workspace; then this is the
 * same chain without managed identity, because the library would read `process.env` and use it.
 */
export async function defaultCredential(
  variables: Variables,
  tls: TlsSettings | undefined
): Promise<Credential> {
  const here = managedIdentity(variables, tls);
  if (here) return here;
  const identity = await import('@azure/identity');
  if (!process.env.IDENTITY_ENDPOINT) return new identity.DefaultAzureCredential();
  return new identity.ChainedTokenCredential(
    new identity.EnvironmentCredential(),
    new identity.AzureCliCredential(),
    new identity.AzurePowerShellCredential(),
    new identity.AzureDeveloperCliCredential()
  );
}
