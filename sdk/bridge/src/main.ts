import { chmod, rm } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { connect } from 'carry-ml';
import { buildApp } from './app.js';
import { onParentEnd } from './end-with-parent.js';
import { LabRoot } from './lab-root.js';

// Started by jupyter-server-proxy: `node main.js --root FOLDER --socket PATH`.

/** jupyter-server-proxy starts the bridge again after any exit status but 0. */
const EXIT_STATUS = 143;

const { values } = parseArgs({
  options: { root: { type: 'string', default: '.' }, socket: { type: 'string' } }
});
const secret = process.env.CARRY_BRIDGE_SECRET ?? '';
// Processes that this one starts (such as the local workspace) must not inherit the secret.
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
  process.on(signal, () => process.exit(EXIT_STATUS));
}
onParentEnd(() => process.exit(EXIT_STATUS));
// A socket file left by a crash would make every start fail.
await rm(values.socket, { force: true });
await app.listen({ path: values.socket });
await chmod(values.socket, 0o600);
