import { Clipboard, Dialog, ReactWidget, showDialog } from '@jupyterlab/apputils';
import type { TranslationBundle } from '@jupyterlab/translation';
import type { SubmitModel } from '../panels/submit/model.js';
import { ShowAs } from '../panels/submit/show-as.js';

/** Shows the submit with the values of the form as code of other tools, in a dialog. */
export async function showSubmitAs(model: SubmitModel, trans: TranslationBundle): Promise<void> {
  if (model.path === null) return;
  const body = ReactWidget.create(
    <ShowAs
      texts={() => model.submitAs()}
      onCopy={text => {
        Clipboard.copyToSystem(text);
      }}
      onWrite={() => model.writeJobFile()}
      trans={trans}
    />
  );
  body.addClass('carry-ShowAs-dialog');
  await showDialog({
    title: trans.__('The same submit, made by another tool'),
    body,
    buttons: [Dialog.okButton({ label: trans.__('Close') })]
  });
}
