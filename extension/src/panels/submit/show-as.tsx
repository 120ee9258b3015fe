import type { TranslationBundle } from '@jupyterlab/translation';
import type { SubmitTexts } from '@carry-ml/bridge';
import { useEffect, useState, type ReactNode } from 'react';
import { Notice } from '../../parts/notice.js';
import { Tabs, type Tab } from '../../parts/tabs.js';
import { ServiceError } from '../../service/service-error.js';

type Language = 'yaml' | 'az' | 'typescript' | 'python';

interface Props {
  texts: () => Promise<SubmitTexts | null>;
  onCopy: (text: string) => void;
  /** Writes the job file; returns its path. */
  onWrite: () => Promise<string>;
  trans: TranslationBundle;
}

/** A submit as other tools make it: a tab for each, with buttons that copy its text and write the job file. */
export function ShowAs({ texts: read, onCopy, onWrite, trans }: Props): ReactNode {
  const [texts, setTexts] = useState<SubmitTexts | null>(null);
  const [error, setError] = useState<string | null>(null);
  const [language, setLanguage] = useState<Language>('yaml');
  const [said, setSaid] = useState('');
  const fail = (e: unknown): void => {
    setError(ServiceError.from(e).message);
  };
  useEffect(() => {
    read().then(setTexts, fail);
  }, [read]);
  if (texts === null) {
    return error === null ? (
      <p className="carry-Hint">{trans.__('Reading the notebook…')}</p>
    ) : (
      <Notice kind="error">{error}</Notice>
    );
  }
  return (
    <div className="carry-ShowAs">
      <Tabs
        tabs={tabsOf(trans)}
        current={`carry-show-as-${language}`}
        label={trans.__('Tools')}
        onSelect={id => {
          setLanguage(id.slice('carry-show-as-'.length) as Language);
          setSaid('');
        }}
      />
      <div
        role="tabpanel"
        id={`carry-show-as-${language}`}
        aria-labelledby={`carry-show-as-${language}-tab`}
      >
        <p className="carry-Hint">{hintOf(language, texts.file, trans)}</p>
        {error !== null && <Notice kind="error">{error}</Notice>}
        <div className="carry-ShowAs-buttons">
          <button
            type="button"
            className="carry-Button"
            onClick={() => {
              onCopy(texts[language]);
              setSaid(trans.__('Copied.'));
            }}
          >
            {trans.__('Copy')}
          </button>
          {language !== 'typescript' && (
            <button
              type="button"
              className="carry-Button"
              onClick={() => {
                setError(null);
                onWrite().then(path => {
                  setSaid(trans.__('Written to “%1”.', path));
                }, fail);
              }}
            >
              {trans.__('Write %1', texts.file)}
            </button>
          )}
          <span role="status">{said}</span>
        </div>
        <pre className="carry-ShowAs-text" tabIndex={0}>
          {texts[language]}
        </pre>
      </div>
    </div>
  );
}

function tabsOf(trans: TranslationBundle): Tab[] {
  const tab = (language: Language, label: string): Tab => ({
    id: `carry-show-as-${language}`,
    label
  });
  return [
    tab('yaml', trans.__('Job YAML')),
    tab('az', 'az ml'),
    tab('typescript', 'TypeScript'),
    tab('python', 'Python')
  ];
}

function hintOf(language: Language, file: string, trans: TranslationBundle): string {
  switch (language) {
    case 'yaml':
      return trans.__(
        'A job file for “az ml job create”. “Write” saves it beside the notebook, with the folder .carry that runs the notebook inside the job.'
      );
    case 'az':
      return trans.__('For a shell. Write “%1” first.', file);
    case 'typescript':
      return trans.__('For a cell or a script in the folder of the notebook, with carry-ml.');
    case 'python':
      return trans.__(
        'For a cell or a script, with azure-ai-ml. Write “%1” first: the job needs the folder .carry.',
        file
      );
  }
}
