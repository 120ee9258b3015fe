import { InputDialog } from '@jupyterlab/apputils';
import type { TranslationBundle } from '@jupyterlab/translation';
import type { AskName, NameQuestion } from '../panels/submit/naming.js';

/** Asks for the name of an untitled notebook in a dialog: Enter saves and submits, Escape cancels. */
export function askName(trans: TranslationBundle): AskName {
  return async question => {
    const { button, value } = await InputDialog.getText({
      title: trans.__('Name the notebook to submit it'),
      label: label(question, trans),
      text: question.name,
      selectionRange: question.name.replace(/\.ipynb$/, '').length,
      required: true,
      okLabel: trans.__('Save and submit')
    });
    return button.accept ? (value ?? '') : null;
  };
}

function label({ refused }: NameQuestion, trans: TranslationBundle): string {
  if (!refused) return trans.__('The job and its experiment are named after the file.');
  switch (refused.problem) {
    case 'taken':
      return trans.__('“%1” exists already in this folder. Choose another name.', refused.name);
    case 'invalid':
      return trans.__(
        '“%1” cannot be the name of a notebook. A name has no /, \\ or : and does not begin with a dot.',
        refused.name
      );
  }
}
