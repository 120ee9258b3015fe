import type { TranslationBundle } from '@jupyterlab/translation';
import type { Looked, ModelVersionDetail } from '@carry-ml/bridge';
import { useEffect, useRef, type ReactNode } from 'react';
import { FaultBoundary } from '../../parts/fault-boundary.js';
import { fileSize } from '../../parts/file-size.js';
import { moment } from '../../parts/moment.js';
import { Notice } from '../../parts/notice.js';
import { metricNumber, numberText } from '../../parts/number-text.js';
import { useFormModel } from '../../parts/use-model.js';
import { FileTree } from '../jobs/job-files.js';
import { LineageStrip } from './lineage-strip.js';
import type { ModelActions } from './model-actions.js';
import type { ModelsModel } from './model.js';
import { PredictionView } from './prediction-form.js';
import { typeWord } from './type-word.js';
import { VersionAliases } from './version-aliases.js';
import type { VersionModel } from './version-model.js';
import { VersionNotes } from './version-notes.js';

interface Props {
  model: ModelsModel;
  one: VersionModel;
  actions: ModelActions;
  trans: TranslationBundle;
}

/** One version of a model: where it came from and is used, its metrics, notes, aliases and files. */
export function VersionView(props: Props): ReactNode {
  const { one, model, trans } = props;
  useFormModel(one);
  const { detail } = one;
  return (
    <div className="carry-Models">
      <BackButton
        label={trans.__('All models')}
        onBack={() => {
          model.closeVersion();
        }}
      />
      <div className="carry-Scroll">
        <div className="carry-Job-head">
          <h3 className="carry-Job-title">{trans.__('%1, version %2', one.name, one.version)}</h3>
          {detail && <Head {...props} detail={detail} />}
        </div>
        {one.error && <Notice kind="error">{one.error.message}</Notice>}
        {one.actionError && <Notice kind="error">{one.actionError.message}</Notice>}
        {!detail && !one.error && <p className="carry-Hint">{trans.__('Loading the version…')}</p>}
        {detail && <Sections {...props} detail={detail} />}
      </div>
    </div>
  );
}

function BackButton({ label, onBack }: { label: string; onBack: () => void }): ReactNode {
  const button = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    // The line of the version had the focus and is gone.
    if (document.activeElement === document.body) button.current?.focus();
  }, []);
  return (
    <button ref={button} type="button" className="carry-Link carry-Job-back" onClick={onBack}>
      ← {label}
    </button>
  );
}

function Head(props: Props & { detail: ModelVersionDetail }): ReactNode {
  const { one, actions, detail, trans } = props;
  const files = detail.files.found;
  const facts = [
    typeWord(detail.type, trans),
    files ? fileSize(files.reduce((sum, { size = 0 }) => sum + size, 0)) : '',
    detail.createdAt ? moment(detail.createdAt) : '',
    detail.isArchived ? trans.__('archived') : ''
  ];
  const page = actions.pageOf(detail.page);
  return (
    <>
      <div className="carry-Job-facts">{facts.filter(fact => fact !== '').join(' · ')}</div>
      <LineageStrip detail={detail} actions={actions} trans={trans} />
      <div className="carry-Job-actions">
        {page && (
          <a className="carry-Button" href={page} target="_blank" rel="noopener noreferrer">
            {page.startsWith('https://ml.azure.com/')
              ? trans.__('Open in Azure ML studio')
              : trans.__('Open in MLflow')}
          </a>
        )}
        <button
          type="button"
          className="carry-Button"
          disabled={one.busy}
          title={trans.__('Other tools do not list archived versions. They can still be used.')}
          onClick={() => void one.edit({ isArchived: !detail.isArchived })}
        >
          {detail.isArchived ? trans.__('Restore') : trans.__('Archive')}
        </button>
        <button
          type="button"
          className="carry-Button carry-mod-warn"
          disabled={one.busy}
          onClick={actions.deleteVersion}
        >
          {trans.__('Delete…')}
        </button>
      </div>
    </>
  );
}

function Sections(props: Props & { detail: ModelVersionDetail }): ReactNode {
  const { one, actions, detail, trans } = props;
  const sections: [title: string, content: ReactNode][] = [
    [trans.__('Metrics of the run'), <Metrics key="metrics" detail={detail} trans={trans} />],
    [
      trans.__('Try it'),
      <PredictionView key="try" model={one.prediction} form={detail.prediction} trans={trans} />
    ],
    [trans.__('Aliases'), <VersionAliases key="aliases" one={one} detail={detail} trans={trans} />],
    [trans.__('Notes'), <VersionNotes key="notes" one={one} detail={detail} trans={trans} />],
    [trans.__('Files'), <Files key="files" files={detail.files} actions={actions} trans={trans} />]
  ];
  return (
    <>
      {sections.map(([title, content]) => (
        <section key={title} className="carry-Section" aria-label={title}>
          <h4 className="carry-Section-title">{title}</h4>
          <FaultBoundary part={trans.__('The section “%1”', title)} trans={trans}>
            {content}
          </FaultBoundary>
        </section>
      ))}
    </>
  );
}

function Metrics(props: { detail: ModelVersionDetail; trans: TranslationBundle }): ReactNode {
  const { detail, trans } = props;
  const { metrics } = detail;
  if (metrics === null) {
    return <p className="carry-Hint">{trans.__('The run of this version is not recorded.')}</p>;
  }
  if (metrics.length === 0) {
    return <p className="carry-Hint">{trans.__('The run logged no metrics.')}</p>;
  }
  return (
    <table className="carry-Table carry-Version-values">
      <tbody>
        {metrics.map(({ key, value }) => (
          <tr key={key}>
            <th scope="row">{key}</th>
            <td>{numberText(metricNumber(value))}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Files(props: {
  files: Looked<NonNullable<ModelVersionDetail['files']['found']>>;
  actions: ModelActions;
  trans: TranslationBundle;
}): ReactNode {
  const { files, actions, trans } = props;
  if (files.found === null) return <Notice kind="warning">{files.error.message}</Notice>;
  if (files.found.length === 0) {
    return (
      <Notice kind="warning">{trans.__('The files of this version are no longer there.')}</Notice>
    );
  }
  return <FileTree files={files.found} actions={actions} trans={trans} />;
}
