import type { FastifyError, FastifyInstance } from 'fastify';
import { toMlflowError } from '../wire/error-response.js';

/** Sends every error of these routes as a page with its code and message to a browser, and as the surrounding routes do to any other client. */
export function errorPage(app: FastifyInstance): void {
  app.setErrorHandler((error: FastifyError, request, reply) => {
    if (!request.headers.accept?.includes('text/html')) throw error;
    const { code, status, message } = toMlflowError(error, request);
    return reply
      .code(status)
      .type('text/html; charset=utf-8')
      .header('content-security-policy', "default-src 'none'; style-src 'unsafe-inline'; sandbox")
      .header('cache-control', 'no-store')
      .send(page(code, status === 401 ? SIGN_IN : message));
  });
}

const SIGN_IN =
  "This browser is not signed in to the local workspace, or its session has ended. Run 'carry ui' in a terminal to sign in and open the page.";

function page(code: string, message: string): string {
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<title>${escapeHtml(code)}</title>
<body style="font: 1rem/1.5 system-ui, sans-serif; max-width: 40rem; margin: 4rem auto; padding: 0 1rem">
<h1 style="font-size: 1.25rem">The MLflow page cannot be opened</h1>
<p>${escapeHtml(message)}</p>
<p><small>${escapeHtml(code)}</small></p>
`;
}

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, character => `&#${character.charCodeAt(0)};`);
}
