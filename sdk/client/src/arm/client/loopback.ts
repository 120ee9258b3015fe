import { Agent as HttpAgent } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import { createSecureContext } from 'node:tls';
import type { TlsSettings } from '@azure/core-rest-pipeline';

/** Returns whether an address is on this machine. */
export function isLoopback(url: string): boolean {
  if (!URL.canParse(url)) return false;
  const host = new URL(url).hostname.replace(/^\[|\]$/g, '');
  return host === 'localhost' || host === '::1' || /^127\.\d+\.\d+\.\d+$/.test(host);
}

const plain = new HttpAgent({ keepAlive: true });
const secure = new WeakMap<object, HttpsAgent>();
const nodesTrust = {};

/**
 * Returns the agent for an address on this machine, undefined for any other. A proxy, such as that of HTTPS_PROXY, has no
 * access to our loopback, and pipelines do not set a proxy on a request with an agent. Certificate authorities are
 * parsed once per agent: parsing a system's bundle for every connection takes longer than the request.
 */
export function loopbackAgent(
  url: string,
  tls: TlsSettings | undefined
): HttpAgent | HttpsAgent | undefined {
  if (!isLoopback(url)) return undefined;
  if (url.startsWith('http:')) return plain;
  const trust = tls ?? nodesTrust;
  let agent = secure.get(trust);
  if (!agent) {
    const secureContext = tls?.ca ? createSecureContext({ ca: tls.ca }) : undefined;
    agent = new HttpsAgent({ keepAlive: true, secureContext });
    secure.set(trust, agent);
  }
  return agent;
}
