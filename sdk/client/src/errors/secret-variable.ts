/** True for an environment variable of a job whose name says that its value is a secret, such as `HF_TOKEN` or `OPENAI_APIKEY`. */
export function isSecretVariable(name: string): boolean {
  return /(?:^|_)(?:API_?KEY|KEY|TOKEN|SECRET|PASSWORD|PASSWD|CREDENTIALS?|PAT)$/i.test(name);
}
