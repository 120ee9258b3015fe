import { nullTranslator, type TranslationBundle } from '@jupyterlab/translation';
import type { ReactElement } from 'react';

/** The texts as they are in the code. */
export const trans: TranslationBundle = nullTranslator.load('');

const server: string = 'react-dom/server';
/** React's renderer to HTML; the extension itself renders by JupyterLab's widgets. */
const { renderToStaticMarkup } = (await import(server)) as {
  renderToStaticMarkup: (element: ReactElement) => string;
};

/** Renders an element to HTML. Like a page without a boundary, it throws if a component throws. */
export function rendered(element: ReactElement): string {
  return renderToStaticMarkup(element);
}
