import type { TranslationBundle } from '@jupyterlab/translation';
import type { Looked, ModelInput, PredictionForm } from '@carry-ml/bridge';
import { useState, type FormEvent, type ReactNode } from 'react';
import { Field } from '../../parts/field.js';
import { Notice } from '../../parts/notice.js';
import { useFormModel } from '../../parts/use-model.js';
import { inputValue } from './input-value.js';
import type { PredictionModel } from './prediction-model.js';
import { PredictionResultView } from './prediction-result.js';

interface Props {
  model: PredictionModel;
  trans: TranslationBundle;
}

/** Tries a version: the fields for its inputs, and what it predicted. */
export function PredictionView(props: Props & { form: Looked<PredictionForm | null> }): ReactNode {
  const { form, trans } = props;
  if (form.error) return <Notice kind="warning">{form.error.message}</Notice>;
  if (!form.found) {
    return (
      <p className="carry-Hint">
        {trans.__(
          'The model does not say what it takes. Log it with a signature to try it here, or load it in a notebook.'
        )}
      </p>
    );
  }
  const { found } = form;
  return <Form {...props} inputs={found.kind === 'sum' ? [SUM] : found.inputs} />;
}

/** An adder takes a sum, and has no signature that a person could fill in. */
const SUM: ModelInput = { name: 'sum', type: 'sum', isRequired: true };

function Form({ model, inputs, trans }: Props & { inputs: readonly ModelInput[] }): ReactNode {
  useFormModel(model);
  const [texts, setTexts] = useState<ReadonlyMap<string, string>>(new Map());
  const [isSent, setSent] = useState(false);
  const typed = inputs.map(input => {
    const text = texts.get(input.name) ?? (input.type === 'boolean' ? 'false' : '');
    const type = input.type === 'sum' ? 'string' : input.type;
    return { input, text, ...inputValue({ ...input, type }, text, trans) };
  });
  const send = (event: FormEvent): void => {
    event.preventDefault();
    setSent(true);
    if (typed.some(({ problem }) => problem !== null)) return;
    const values = typed.map(one => [one.input.name, 'value' in one ? one.value : null] as const);
    void model.predict(Object.fromEntries(values));
  };
  return (
    <form onSubmit={send}>
      {typed.map(({ input, text, problem }, at) => (
        <Input
          key={at}
          id={`carry-prediction-${at}`}
          input={input}
          text={text}
          problem={isSent ? problem : null}
          onType={value => {
            setTexts(new Map([...texts, [input.name, value]]));
          }}
          trans={trans}
        />
      ))}
      <div className="carry-Job-actions">
        <button type="submit" className="carry-Button carry-mod-primary" disabled={model.busy}>
          {model.busy ? trans.__('Predicting…') : trans.__('Predict')}
        </button>
        {model.busy && (
          <button type="button" className="carry-Button" onClick={() => void model.end()}>
            {trans.__('Cancel')}
          </button>
        )}
      </div>
      {model.error && <Notice kind="error">{model.error.message}</Notice>}
      {model.result && <PredictionResultView result={model.result} trans={trans} />}
      <p className="carry-Field-help">
        {trans.__('The model runs on the machine of JupyterLab, for at most a minute.')}
      </p>
    </form>
  );
}

function Input(props: {
  id: string;
  input: ModelInput;
  text: string;
  problem: string | null;
  onType: (text: string) => void;
  trans: TranslationBundle;
}): ReactNode {
  const { id, input, text, problem, onType, trans } = props;
  const help = `${id}-help`;
  return (
    <Field id={id} label={labelOf(input, trans)}>
      <Control
        input={input}
        shared={{
          id,
          'aria-invalid': problem !== null,
          'aria-describedby': problem ? help : undefined
        }}
        text={text}
        onType={onType}
      />
      {problem !== null && (
        <div id={help} className="carry-Field-problem" role="alert">
          {problem}
        </div>
      )}
    </Field>
  );
}

/** A checkbox, a field for a line, or a larger one for JSON. */
function Control(props: {
  input: ModelInput;
  shared: { id: string; 'aria-invalid': boolean; 'aria-describedby': string | undefined };
  text: string;
  onType: (text: string) => void;
}): ReactNode {
  const { input, shared, text, onType } = props;
  if (input.type === 'boolean') {
    return (
      <input
        {...shared}
        type="checkbox"
        className="carry-Checkbox"
        checked={text === 'true'}
        onChange={event => {
          onType(String(event.target.checked));
        }}
      />
    );
  }
  const field = {
    ...shared,
    className: 'carry-Input carry-mod-code',
    spellCheck: false,
    value: text,
    onChange: (event: { target: { value: string } }) => {
      onType(event.target.value);
    }
  };
  if (LINE_TYPES.has(input.type)) {
    return (
      <input {...field} type="text" placeholder={input.type === 'sum' ? '27+15' : undefined} />
    );
  }
  return <textarea {...field} rows={3} />;
}

/** The types of which a value is one line of text. */
const LINE_TYPES: ReadonlySet<string> = new Set([
  ...['sum', 'string', 'integer', 'long', 'float', 'double', 'datetime', 'binary']
]);

function labelOf({ name, type, isRequired, shape }: ModelInput, trans: TranslationBundle): string {
  if (type === 'sum') return trans.__('Sum');
  const facts = [
    shape
      ? trans.__('tensor of shape %1', shape.map(size => (size < 0 ? '?' : size)).join(' × '))
      : type,
    isRequired ? '' : trans.__('optional')
  ];
  return `${name || trans.__('Input')} (${facts.filter(fact => fact !== '').join(', ')})`;
}
