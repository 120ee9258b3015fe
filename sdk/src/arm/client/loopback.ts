import type { PipelinePolicy } from '@azure/core-rest-pipeline';

/** True when an address is on this machine. */
export function isLoopback(url: string): boolean {
  if (!URL.canParse(url)) return false;
  const host = new URL(url).hostname.replace(/^\[|\]$/g, '');
  return host === 'localhost' || host === '::1' || /^127\.\d+\.\d+\.\d+$/.test(host);
}

/** A proxy cannot reach this machine's own loopback, so requests to it go around the proxy that HTTPS_PROXY names. */
export const loopbackIsDirect: PipelinePolicy = {
  name: 'carryLoopbackIsDirect',
  sendRequest(request, next) {
    if (isLoopback(request.url)) {
      delete request.agent;
      delete request.proxySettings;
    }
    return next(request);
  }
};
