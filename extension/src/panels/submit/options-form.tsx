import type { TranslationBundle } from '@jupyterlab/translation';
import type { ReactNode } from 'react';
import type { SubmitModel } from './model.js';
import type { EnvironmentInfo } from '@carry-ml/bridge';
import { chosenCount, KERNEL_ENVIRONMENT, looksSecret, type JobOptions } from './job-options.js';
import { KernelEnvironmentView } from './kernel-environment-view.js';
import { NamedTexts } from './named-texts.js';
import { OptionField, problemText } from './option-field.js';
import { DataRows } from './data-rows.js';
import { SecretRows } from './secret-rows.js';

interface Props {
  model: SubmitModel;
  trans: TranslationBundle;
}

/** The places of the fields in a request, as in the target of an error. */
export function optionPlaces({ tags, variables, secrets, data }: JobOptions): string[] {
  return [
    ...['/displayName', '/description', '/timeout', '/retries', '/environment'],
    ...tags.map(({ name }) => `/tags/${name.trim()}`),
    ...variables.map(({ name }) => `/environmentVariables/${name.trim()}`),
    ...secrets.map(({ name }) => `/secrets/${name.trim()}`),
    ...data.map(({ name }) => `/data/${name.trim()}`)
  ];
}

/** Everything else that a job can be given: folded away until it is needed. */
export function OptionsForm({ model, trans }: Props): ReactNode {
  const { options } = model;
  const { environments } = model.destination;
  const count = chosenCount(options);
  const error = optionError(model);
  const problem = (place: string): string | null =>
    error?.target === place ? error.message : textAt(model, place, trans);
  const hasProblem = error !== null || model.optionProblems.size > 0;
  const set = (change: Partial<JobOptions>): void => {
    model.setOptions(change);
  };
  return (
    <section className="carry-Section" aria-label={trans.__('Options')}>
      <details
        className="carry-Details"
        open={model.sections.has('options') || hasProblem}
        onToggle={event => {
          model.sections.set('options', event.currentTarget.open);
        }}
      >
        <summary>
          <span className="carry-Section-title">{trans.__('Options')}</span>
          <span className="carry-Section-value">{count > 0 && trans.__('%1 set', count)}</span>
        </summary>
        <OptionField
          id="carry-display-name"
          label={trans.__('Display name')}
          problem={problem('/displayName')}
        >
          {shared => (
            <input
              {...shared}
              type="text"
              placeholder={trans.__('the name of the notebook')}
              value={options.displayName}
              onChange={event => {
                set({ displayName: event.target.value });
              }}
            />
          )}
        </OptionField>
        <OptionField
          id="carry-description"
          label={trans.__('Description')}
          problem={problem('/description')}
        >
          {shared => (
            <textarea
              {...shared}
              rows={2}
              value={options.description}
              onChange={event => {
                set({ description: event.target.value });
              }}
            />
          )}
        </OptionField>
        <OptionField
          id="carry-time-limit"
          label={trans.__('Time limit')}
          problem={problem('/timeout')}
          help={trans.__('Minutes, or a time such as 1h30m. The job is canceled after it.')}
        >
          {shared => (
            <input
              {...shared}
              type="text"
              placeholder={trans.__('none')}
              value={options.timeLimit}
              onChange={event => {
                set({ timeLimit: event.target.value });
              }}
            />
          )}
        </OptionField>
        <OptionField
          id="carry-retries"
          label={trans.__('Retries')}
          problem={problem('/retries')}
          help={trans.__('How often a notebook that fails is run again, from its first cell.')}
        >
          {shared => (
            <input
              {...shared}
              type="text"
              inputMode="numeric"
              placeholder={trans.__('none')}
              value={options.retries}
              onChange={event => {
                set({ retries: event.target.value });
              }}
            />
          )}
        </OptionField>
        <OptionField
          id="carry-environment"
          label={trans.__('Environment')}
          problem={problem('/environment')}
        >
          {shared => (
            <select
              {...shared}
              value={options.environment}
              onChange={event => {
                set({ environment: event.target.value });
              }}
            >
              <option value="">{trans.__('carry-notebook (default)')}</option>
              <option value={KERNEL_ENVIRONMENT}>{trans.__('the packages of this kernel')}</option>
              {environmentNames(model).map(name => (
                <option key={name} value={name}>
                  {environmentLabel(name, environments)}
                </option>
              ))}
            </select>
          )}
        </OptionField>
        {options.environment === KERNEL_ENVIRONMENT && (
          <KernelEnvironmentView environment={model.kernelEnvironment} trans={trans} />
        )}
        <DataRows
          rows={options.data}
          workspace={model.destination}
          parameters={model.fields}
          problem={problem}
          onChange={data => {
            set({ data });
          }}
          trans={trans}
        />
        <NamedTexts
          place="/tags"
          label={trans.__('Tags')}
          add={trans.__('Add a tag')}
          rows={options.tags}
          problem={problem}
          onChange={tags => {
            set({ tags });
          }}
          trans={trans}
        />
        <NamedTexts
          place="/environmentVariables"
          label={trans.__('Environment variables')}
          add={trans.__('Add a variable')}
          rows={options.variables}
          problem={problem}
          warning={({ name }) =>
            looksSecret(name)
              ? trans.__(
                  'Everybody who can see the job can read this value. It is forgotten when the page is reloaded. A secret is safer.'
                )
              : null
          }
          onChange={variables => {
            set({ variables });
          }}
          trans={trans}
        />
        <SecretRows
          rows={options.secrets}
          secrets={model.secrets}
          problem={problem}
          onChange={secrets => {
            set({ secrets });
          }}
          trans={trans}
        />
      </details>
    </section>
  );
}

/** The default environment is an option of its own; one that the workspace no longer has stays visible. */
function environmentNames({ destination, options }: SubmitModel): string[] {
  const { environments } = destination;
  const names = environments.map(({ name }) => name).filter(name => name !== 'carry-notebook');
  const isListed = options.environment === '' || options.environment === KERNEL_ENVIRONMENT;
  return [...new Set(isListed ? names : [...names, options.environment])];
}

function environmentLabel(name: string, environments: readonly EnvironmentInfo[]): string {
  const version = environments.find(environment => environment.name === name)?.latestVersion;
  return version ? `${name}:${version}` : name;
}

/** The error of the last submit, if it is about an option. */
function optionError({ submitError, options }: SubmitModel) {
  const target = submitError?.target;
  if (!submitError || target === undefined) return null;
  return optionPlaces(options).includes(target) ? submitError : null;
}

function textAt(model: SubmitModel, place: string, trans: TranslationBundle): string | null {
  const problem = model.optionProblems.get(place);
  return problem === undefined ? null : problemText(problem, trans);
}
