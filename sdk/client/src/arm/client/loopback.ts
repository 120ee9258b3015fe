import { Agent as HttpAgent } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import { createSecureContext } from 'node:tls';
import type { TlsSettings } from '@azure/core-rest-pipeline';

/** True when an address is on this machine. */
export function isLoopback(url: string): boolean {
  if (!URL.canParse(url)) return false;
  const host = new URL(url).hostname.replace(/^\[|\]$/g, '');
  return host === 'localhost' || host === '::1' || /^127\.\d+\.\d+\.\d+$/.test(host);
}

const plain = new HttpAgent({ keepAlive: true });
const secure = new WeakMap<object, HttpsAgent>();
const nodesTrust = {};

/**
 * The agent for an address on this machine, undefined for any other. A proxy, such as HTTPS_PROXY names, cannot reach
 * our loopback, and the pipelines leave a request alone that has its agent. The authorities are read once an agent:
 * reading a system's bundle anew for every connection takes longer than the request.
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
