import { loadLocalWorkspace } from '../../local-workspace/index.js';
import { defineCommand } from '../define-command.js';
import { openBrowser } from '../open-browser.js';
import { roleOf, roleOption } from '../role.js';

export const ui = defineCommand({
  name: 'ui',
  summary: "open MLflow's own page on the local workspace in your browser",
  options: {
    role: roleOption,
    'no-browser': { kind: 'flag', description: 'print the file to open instead of opening it' }
  },
  async run({ options }, shell) {
    const local = await loadLocalWorkspace();
    const info = await local.up();
    const file = await local.writeSignInPage(info, roleOf(options.role));
    const isOpen = !options['no-browser'] && (await openBrowser(file));
    shell.out(
      `${isOpen ? 'Your browser opens' : 'Open this file in a browser of this machine within five minutes; it signs the browser in once:'} ${file}\n` +
        `If the browser does not know the certificate, let it trust ${info.home}/tls/ca.pem. The key of that authority was deleted, so it can sign nothing but this workspace's certificate.\n`
    );
    return 0;
  }
});
