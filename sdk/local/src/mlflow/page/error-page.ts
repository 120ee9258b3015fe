import type { FastifyError, FastifyInstance } from 'fastify';
import { translate } from '../wire/error-answer.js';

/** Answers every error of these routes to a person as a page with its code and its sentence, and to a program as the routes around do. */
export function errorPage(app: FastifyInstance): void {
  app.setErrorHandler((error: FastifyError, request, reply) => {
    if (!request.headers.accept?.includes('text/html')) throw error;
    const { code, status, message } = translate(error, request);
    return reply
      .code(status)
      .type('text/html; charset=utf-8')
      .header('content-security-policy', "default-src 'none'; style-src 'unsafe-inline'")
      .header('cache-control', 'no-store')
      .send(page(code, status === 401 ? SIGN_IN : message));
  });
}

const SIGN_IN =
  "This browser is not signed in to the local workspace, or no longer. Run 'carry ui' in a terminal: it signs the browser in and opens the page.";

function page(code: string, message: string): string {
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<title>${escaped(code)}</title>
<body style="font: 1rem/1.5 system-ui, sans-serif; max-width: 40rem; margin: 4rem auto; padding: 0 1rem">
<h1 style="font-size: 1.25rem">The MLflow page does not open</h1>
<p>${escaped(message)}</p>
<p><small>${escaped(code)}</small></p>
`;
}

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, character => `&#${character.charCodeAt(0)};`);
}
