/**
 * Returns the language that the user has chosen for JupyterLab, such as `de-DE`; undefined is the browser's own, which also applies to
 * JupyterLab in English, its default.
 */
export function pageLanguage(): string | undefined {
  const language = typeof document === 'undefined' ? '' : document.documentElement.lang;
  return language === '' || language === 'en' ? undefined : language;
}
