import { defineErrors } from 'carry-ml/errors';

const unauthenticated = (reason: string) => ({
  code: 'AuthenticationFailed',
  status: 401,
  message: () =>
    `The request has no valid token: ${reason}. Sign in again, or for the local workspace run 'carry env' for a new token.`
});

const forbidden = { code: 'AuthorizationFailed', status: 403 };

/** Requests that are not authenticated (401) or not authorized (403), under Azure's codes, and a damaged secret. */
export const identityErrors = {
  TokenMissing: unauthenticated('the Authorization header is missing'),
  TokenMalformed: unauthenticated('it is not a JSON Web Token'),
  TokenNotIssuedHere: unauthenticated('it was not issued by this workspace'),
  TokenExpired: unauthenticated('it has expired'),
  TokenOfEndedJob: unauthenticated('it was issued to a job that has ended'),
  IdentityHeaderInvalid: unauthenticated(
    'the header X-IDENTITY-HEADER is missing or belongs to another workspace, or to a job that has ended'
  ),
  BrowserSessionEnded: unauthenticated(
    "this browser's session has ended; 'carry ui' opens a new one"
  ),
  TicketNeedsToken: unauthenticated('a ticket is issued only for a token'),
  TicketInvalid: unauthenticated('the ticket was already used or has expired'),
  HostNotLocal: {
    ...forbidden,
    message: (p: { host: string }) =>
      `The request is refused: the Host '${p.host}' is not this machine.`
  },
  OriginNotLocal: {
    ...forbidden,
    message: (p: { origin: string }) =>
      `The request is refused: it comes from a page of '${p.origin}'.`
  },
  CookieForged: {
    ...forbidden,
    message: () =>
      'The request is refused: a browser sent it with the cookie of this workspace on behalf of another page.'
  },
  /** Azure's own sentence, which its clients show. */
  RoleInsufficient: {
    ...forbidden,
    message: (p: { user: string; objectId: string; action: string; scope: string }) =>
      `The client '${p.user}' with object id '${p.objectId}' does not have authorization to perform action '${p.action}' over scope '${p.scope}' or the scope is invalid. If access was recently granted, please refresh your credentials.`
  },
  SecretDamaged: {
    status: 500,
    message: (p: { path: string }) =>
      `The secret in ${p.path} is damaged: the stored secrets of datastores and connections cannot be decrypted without it. Bring the file back from a backup. Without one, 'carry doctor --fix' creates a new secret and keeps the damaged file beside it; afterwards open sessions must sign in again, and those secrets must be entered again.`
  },
  SecretMissing: {
    status: 500,
    message: (p: { path: string }) =>
      `The secret ${p.path} is missing: the stored secrets of datastores and connections cannot be decrypted without it. Bring the file back from a backup. Without one, 'carry doctor --fix' creates a new secret; afterwards open sessions must sign in again, and those secrets must be entered again.`
  },
  SecretNotOwned: {
    status: 500,
    message: (p: { path: string }) =>
      `The secret in ${p.path} belongs to another user of this machine. Remove the file, or choose another CARRY_HOME.`
  }
};

/** The reasons for which a bearer token is refused. */
export type TokenRefusal =
  'TokenMalformed' | 'TokenNotIssuedHere' | 'TokenExpired' | 'TokenOfEndedJob';

export const fail = defineErrors(identityErrors);
