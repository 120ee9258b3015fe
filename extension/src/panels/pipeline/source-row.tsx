import type { TranslationBundle } from '@jupyterlab/translation';
import type { Parameter } from '@carry-ml/bridge';
import type { ReactNode } from 'react';
import { problemText } from '../submit/parameter-control.js';
import { choicesOf, fieldKind, initialValue } from '../submit/field-value.js';
import { earlierOutputs, type Source, type StepDraft } from './draft.js';
import type { PipelineModel } from './model.js';

interface Props {
  model: PipelineModel;
  step: StepDraft;
  name: string;
  /** Null for an argument of a script. */
  parameter: Parameter | null;
  trans: TranslationBundle;
}

/** What a parameter gets: its own value, another one, a new folder, or the folder of an earlier step. */
export function SourceRow({ model, step, name, parameter, trans }: Props): ReactNode {
  const source = step.sources[name] ?? null;
  const id = `carry-pipeline-${step.name}-${name}`;
  const problem = model.problems.find(each => each.step === step.name && each.parameter === name);
  return (
    <div className="carry-Pipeline-row">
      <label className="carry-Field-name" htmlFor={id}>
        {name}
      </label>
      <select
        id={id}
        className="carry-Input"
        value={keyOf(source)}
        onChange={event => {
          model.set(step.name, name, sourceOf(event.target.value, parameter));
        }}
      >
        {parameter ? (
          <option value="">
            {trans.__('As in the notebook: %1', String(initialValue(parameter)))}
          </option>
        ) : (
          <option value="">{trans.__('Without this argument')}</option>
        )}
        <option value="value">{trans.__('Value')}</option>
        {canBePath(parameter) && (
          <>
            <option value="output">{trans.__('New folder that this step writes')}</option>
            {earlierOutputs(model.draft, step.name).map(from => (
              <option
                key={keyOf({ kind: 'input', ...from })}
                value={keyOf({ kind: 'input', ...from })}
              >
                {trans.__('Folder %1 of %2', from.output, from.step)}
              </option>
            ))}
          </>
        )}
      </select>
      {source?.kind === 'value' && (
        <ValueInput
          parameter={parameter}
          text={source.text}
          label={trans.__('Value of %1', name)}
          isWrong={problem !== undefined}
          onType={text => {
            model.set(step.name, name, { kind: 'value', text });
          }}
        />
      )}
      {problem && (
        <span className="carry-Field-problem" role="alert">
          {problemText(problem.problem, trans)}
        </span>
      )}
    </div>
  );
}

function ValueInput(props: {
  parameter: Parameter | null;
  text: string;
  label: string;
  isWrong: boolean;
  onType: (text: string) => void;
}): ReactNode {
  const { parameter, text, label, isWrong, onType } = props;
  const shared = { className: 'carry-Input', 'aria-label': label, 'aria-invalid': isWrong };
  const offered = parameter ? offeredTexts(parameter) : [];
  if (offered.length === 0) {
    return (
      <input
        {...shared}
        spellCheck={false}
        value={text}
        onChange={event => {
          onType(event.target.value);
        }}
      />
    );
  }
  return (
    <select
      {...shared}
      value={text}
      onChange={event => {
        onType(event.target.value);
      }}
    >
      {offered.map(each => (
        <option key={each} value={each}>
          {each}
        </option>
      ))}
    </select>
  );
}

/** The texts that the field of a parameter offers; none if it takes any. */
function offeredTexts(parameter: Parameter): string[] {
  const kind = fieldKind(parameter);
  if (kind === 'boolean') return ['true', 'false'];
  return kind === 'choice' ? choicesOf(parameter) : [];
}

/** A folder's path is a text. */
function canBePath(parameter: Parameter | null): boolean {
  if (!parameter) return true;
  return !parameter.choices && ['string', 'null', 'expression'].includes(parameter.type);
}

function keyOf(source: Source | null): string {
  if (!source) return '';
  return source.kind === 'input' ? `${source.step}.${source.output}` : source.kind;
}

function sourceOf(key: string, parameter: Parameter | null): Source | null {
  if (key === '') return null;
  if (key === 'output') return { kind: 'output' };
  if (key === 'value')
    return { kind: 'value', text: parameter ? String(initialValue(parameter)) : '' };
  const [step = '', output = ''] = key.split('.');
  return { kind: 'input', step, output };
}
