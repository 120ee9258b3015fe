import type { Page } from 'playwright-core';

const SECONDS = 20;

/** The opcode of a frame of text (RFC 6455, 5.2). */
const TEXT = 1;

/** What pages and their service send each other, each second and page. */
export interface Traffic {
  requests: number;
  messages: number;
  bytes: number;
}

/** Counts the requests of pages to the bridge, and the messages on their WebSockets, for a while. */
export async function traffic(pages: Page[]): Promise<Traffic> {
  const total: Traffic = { requests: 0, messages: 0, bytes: 0 };
  const sessions = await Promise.all(
    pages.map(async page => {
      const session = await page.context().newCDPSession(page);
      session.on('Network.requestWillBeSent', ({ request }) => {
        if (new URL(request.url).pathname.startsWith('/carry/')) total.requests += 1;
      });
      session.on('Network.webSocketFrameReceived', ({ response }) => {
        // The kernels' messages are binary.
        if (response.opcode !== TEXT) return;
        total.messages += 1;
        total.bytes += response.payloadData.length;
      });
      await session.send('Network.enable');
      return session;
    })
  );
  await new Promise(resolve => setTimeout(resolve, SECONDS * 1000));
  for (const session of sessions) await session.detach();
  const share = (n: number): number => n / SECONDS / pages.length;
  return {
    requests: share(total.requests),
    messages: share(total.messages),
    bytes: share(total.bytes)
  };
}
