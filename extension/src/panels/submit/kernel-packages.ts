import type { Kernel, KernelMessage } from '@jupyterlab/services';
import type { TranslationBundle } from '@jupyterlab/translation';
import type { KernelPackages } from '@carry-ml/bridge';
import { ServiceError } from '../../service/service-error.js';
import type { LiveKernel } from './live-kernel.js';

/** How long a kernel may take to respond; one that runs a cell responds only after it. */
const TIMEOUT_MS = 10_000;

/** Python that lists the installed packages, as base64: a text that stays the same whatever the kernel does to what it shows. */
const PROGRAM = `
import base64, json, platform
from importlib.metadata import distributions
found = {}
for one in distributions():
    name = one.metadata["Name"]
    if not name or name.lower() in found:
        continue
    direct = json.loads(one.read_text("direct_url.json") or "{}")
    url, vcs = direct.get("url"), direct.get("vcs_info")
    if url and vcs:
        url = vcs["vcs"] + "+" + url + "@" + vcs["commit_id"]
    folder = str(one.locate_file(""))
    if not url and "site-packages" not in folder and "dist-packages" not in folder:
        url = "file://" + folder
    found[name.lower()] = dict(name=name, version=one.version or "", **({"url": url} if url else {}))
said = json.dumps({"python": platform.python_version(), "packages": list(found.values())})
said = base64.b64encode(said.encode()).decode()
`;

/** One expression, so that the kernel keeps no variable of the program. */
const EXPRESSION = `(lambda scope: (exec(${JSON.stringify(PROGRAM)}, scope), scope["said"])[1])({})`;

/**
 * Asks a running kernel for its packages, without a trace in its history and its variables.
 *
 * @throws ServiceError `KernelPackagesUnread`
 */
export async function kernelPackages(
  kernel: Kernel.IKernelConnection | null | undefined,
  live: LiveKernel | null,
  trans: TranslationBundle
): Promise<KernelPackages> {
  if (!kernel || !live) throw unread(trans.__('Start the kernel of the notebook first.'));
  if (live.language !== 'python') {
    throw unread(
      trans.__(
        'The packages of the kernel “%1” are not known: only Python tells them. Choose another environment.',
        live.displayName
      )
    );
  }
  const future = kernel.requestExecute({
    code: '',
    silent: true,
    store_history: false,
    user_expressions: { carry: EXPRESSION }
  });
  const timeout = new Promise<null>(resolve => setTimeout(resolve, TIMEOUT_MS, null));
  const reply = await Promise.race([future.done, timeout]);
  if (!reply) {
    future.dispose();
    throw unread(
      trans.__(
        'The kernel is busy, and tells its packages only when the cell has ended. Try again then.'
      )
    );
  }
  const said = saidIn(reply);
  if (!said)
    throw unread(trans.__('The kernel did not tell its packages. Restart it and try again.'));
  return { kernel: kernel.name, ...said };
}

function unread(message: string): ServiceError {
  return new ServiceError({ code: 'KernelPackagesUnread', message, target: '/environment' });
}

function saidIn({
  content
}: KernelMessage.IExecuteReplyMsg): Omit<KernelPackages, 'kernel'> | null {
  if (content.status !== 'ok') return null;
  const { data } = (content.user_expressions.carry ?? {}) as { data?: Record<string, unknown> };
  const encoded = /^'([A-Za-z0-9+/=]+)'$/.exec(String(data?.['text/plain']))?.[1];
  if (encoded === undefined) return null;
  const bytes = Uint8Array.from(atob(encoded), character => character.charCodeAt(0));
  return JSON.parse(new TextDecoder().decode(bytes)) as Omit<KernelPackages, 'kernel'>;
}
