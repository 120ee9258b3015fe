/** A token and when it ends (milliseconds since 1970). */
export interface Token {
  token: string;
  expiresOnTimestamp: number;
}

/** What signs requests: any credential of `@azure/identity`, or an object of your own. */
export interface Credential {
  getToken(scopes: string | string[], options?: object): Promise<Token | null>;
}
