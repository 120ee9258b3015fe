/** True for a variable whose name says that its value is a secret, such as `HF_TOKEN`; the local workspace masks the same in logs. */
export function isSecretName(name: string): boolean {
  return /(?:^|_)(?:API_?KEY|KEY|TOKEN|SECRET|PASSWORD|PASSWD|CREDENTIALS?|PAT)$/i.test(name);
}
