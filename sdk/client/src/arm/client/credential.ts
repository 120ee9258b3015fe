/** A token and when it expires (milliseconds since 1970). */
export interface Token {
  token: string;
  expiresOnTimestamp: number;
}

/** Issues the tokens that sign requests: any credential of `@azure/identity`, or an object of your own. */
export interface Credential {
  getToken(scopes: string | string[], options?: object): Promise<Token | null>;
}
