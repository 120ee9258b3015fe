import { chmod, rm } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { connect } from 'carry-ml';
import { buildApp } from './app.js';
import { LabRoot } from './lab-root.js';

// Started by jupyter-server-proxy: `node main.js --root FOLDER --socket PATH`.

/** What the proxy takes as "start me again": any status but 0. After 0 it would never do so. */
const STOPPED = 143;

const { values } = parseArgs({
  options: { root: { type: 'string', default: '.' }, socket: { type: 'string' } }
});
const secret = process.env.CARRY_BRIDGE_SECRET ?? '';
// What this process starts (the local workspace, say) has no business with the secret.
delete process.env.CARRY_BRIDGE_SECRET;

if (values.socket === undefined || secret === '') {
  process.stderr.write(
    'The bridge is started by JupyterLab: it needs --socket PATH and CARRY_BRIDGE_SECRET.\n'
  );
  process.exit(2);
}

const root = await LabRoot.at(values.root);
const app = await buildApp({
  connect: () => connect({ from: root.folder }),
  root,
  secret,
  onError: e => process.stderr.write(`carry bridge: ${e instanceof Error ? e.stack : String(e)}\n`)
});

for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) {
  process.on(signal, () => process.exit(STOPPED));
}
// A socket left by a crash would make every new start fail.
await rm(values.socket, { force: true });
await app.listen({ path: values.socket });
await chmod(values.socket, 0o600);
