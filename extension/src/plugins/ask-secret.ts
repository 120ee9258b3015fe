import { InputDialog } from '@jupyterlab/apputils';
import type { TranslationBundle } from '@jupyterlab/translation';
import type { AskSecret } from '../panels/submit/workspace-secrets.js';

/** Asks for the name of a secret, and then for its value, which the screen does not show. */
export function askSecret(trans: TranslationBundle): AskSecret {
  return async () => {
    const name = await InputDialog.getText({
      title: trans.__('Store a secret in the workspace'),
      label: trans.__('Name of the secret: letters, digits and hyphens'),
      placeholder: trans.__('hf-token'),
      okLabel: trans.__('Next')
    });
    if (!name.button.accept || !name.value?.trim()) return null;
    const secret = name.value.trim();
    const value = await InputDialog.getPassword({
      title: trans.__('Store a secret in the workspace'),
      label: trans.__('Value of “%1”. It replaces an earlier one.', secret),
      okLabel: trans.__('Store')
    });
    if (!value.button.accept || !value.value) return null;
    return { name: secret, value: value.value };
  };
}
