import { renameSync, writeFileSync } from 'node:fs';
import { Home } from './home.js';
import { signInPath, ticketPath } from './identity/sign-in.js';
import type { Role } from './identity/tokens.js';
import { environment, type ServiceInfo } from './service-control.js';
import { fail } from './service-errors.js';
import { requestService } from './service-request.js';
import { files } from './tls/authority.js';

/**
 * Writes an HTML file that signs in the browser that opens it, and resolves to its path. Only the owner can read the file: a command
 * line, a URL or a log would show its ticket to others. The ticket expires after five minutes.
 *
 * @throws CarryError `SignInRefused`
 */
export async function writeSignInPage(info: ServiceInfo, role?: Role): Promise<string> {
  const home = new Home(info.home);
  const { status, body } = await requestService(`${info.origin}${ticketPath}`, {
    method: 'POST',
    authority: files(home.tls).authority,
    token: environment(info, role).MLFLOW_TRACKING_TOKEN ?? ''
  });
  if (status !== 200) throw fail('SignInRefused', { status, log: info.log });
  const { ticket } = JSON.parse(body) as { ticket: string };
  const draft = `${home.signInPage}.${process.pid}`;
  writeFileSync(draft, signInPage(`${info.origin}${signInPath}`, ticket), { mode: 0o600 });
  renameSync(draft, home.signInPage);
  return home.signInPage;
}

function signInPage(action: string, ticket: string): string {
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<title>Local workspace</title>
<form method="post" action="${action}">
<input type="hidden" name="ticket" value="${ticket}">
<button>Open MLflow's page</button>
</form>
<script>document.forms[0].submit()</script>
`;
}
