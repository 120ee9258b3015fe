import { loadLocalWorkspace } from '../../local-workspace/index.js';
import { readArguments } from '../arguments.js';
import type { Command } from '../command.js';
import { openBrowser } from '../open-browser.js';
import { roleOf } from '../role.js';

export const ui: Command = {
  usage: 'carry ui [--role reader] [--no-browser]',
  summary: "open MLflow's own page on the local workspace in your browser",
  async run(args, shell) {
    const { values } = readArguments(args, {
      usage: ui.usage,
      options: { role: { type: 'string' }, 'no-browser': { type: 'boolean' } }
    });
    const role = roleOf(values.role, ui.usage);
    const local = await loadLocalWorkspace();
    const info = await local.up();
    const file = await local.writeSignInPage(info, role);
    const isOpen = !values['no-browser'] && (await openBrowser(file));
    shell.out(
      `${isOpen ? 'Your browser opens' : 'Open this file in a browser of this machine within five minutes; it signs the browser in once:'} ${file}\n` +
        `If the browser does not know the certificate, let it trust ${info.home}/tls/ca.pem, whose key is gone: it can vouch for this workspace alone.\n`
    );
    return 0;
  }
};
