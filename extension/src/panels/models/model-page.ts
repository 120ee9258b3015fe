/**
 * Returns the address of a version's page if this browser can open it: the local workspace listens on its own machine only, and text
 * from elsewhere is no address.
 */
export function modelPage(address: string, hostname: string): string | null {
  if (!URL.canParse(address)) return null;
  const { protocol, hostname: host } = new URL(address);
  if (protocol !== 'https:' && protocol !== 'http:') return null;
  return !isLoopback(host) || isLoopback(hostname) ? address : null;
}

function isLoopback(hostname: string): boolean {
  return ['127.0.0.1', 'localhost', '[::1]'].includes(hostname);
}
