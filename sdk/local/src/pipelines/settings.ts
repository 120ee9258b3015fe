import type { PipelineJob } from 'carry-ml/arm';
import { datastoreName } from '../data/default-datastores.js';
import { nameFromId } from '../protocol/context.js';

type Settings = PipelineJob['settings'];

/** The settings of a pipeline that the workspace honours, as Azure's Python client spells them. */
type SettingName =
  | 'continue_on_step_failure'
  | 'default_compute'
  | 'default_datastore'
  | 'force_rerun'
  | 'on_finalize'
  | 'on_init';

/** The settings that name steps of one pipeline, and mean nothing in a pipeline inside it. */
const ofOnePipeline = ['oninit', 'onfinalize'];

/** Returns a setting that is a text; undefined if it is missing or empty. */
export function textSetting(settings: Settings, name: SettingName): string | undefined {
  const given = settingOf(settings, name);
  return typeof given === 'string' && given !== '' ? given : undefined;
}

/** True when a setting is on. Clients send it as a boolean or as a text. */
export function isSet(settings: Settings, name: SettingName): boolean {
  return String(settingOf(settings, name)).toLowerCase() === 'true';
}

/** The settings of a pipeline on top of others; of a setting that both have in different spellings, its own counts. */
export function mergedSettings(others: Settings, own: Settings): Record<string, unknown> {
  const given = entriesOf(own);
  const names = given.map(([key]) => canonical(key));
  const rest = entriesOf(others).filter(([key]) => !names.includes(canonical(key)));
  return Object.fromEntries([...rest, ...given]);
}

/** The settings of a pipeline that apply to a pipeline that is one of its steps. */
export function inheritedSettings(settings: Settings): Record<string, unknown> {
  return Object.fromEntries(
    entriesOf(settings).filter(([key]) => !ofOnePipeline.includes(canonical(key)))
  );
}

/** The compute of steps that do not name one. */
export function defaultCompute({ settings, computeId }: PipelineJob): string | undefined {
  const named = textSetting(settings, 'default_compute') ?? computeId;
  return named && nameFromId(named) !== 'serverless' ? named : undefined;
}

/** The name of the datastore for outputs without a path, which the settings give as a name or an id; undefined if they name none. */
export function defaultDatastore({ settings }: Pick<PipelineJob, 'settings'>): string | undefined {
  const named = textSetting(settings, 'default_datastore');
  // Azure's Python client makes an id of `azureml:lab` that ends in `/datastores/azureml:lab`.
  return named && datastoreName(nameFromId(/\bdatastores\/([^/]+)/i.exec(named)?.[1] ?? named));
}

function settingOf(settings: Settings, name: SettingName): unknown {
  return entriesOf(settings).find(([key]) => canonical(key) === canonical(name))?.[1];
}

/** The settings that have a value. */
function entriesOf(settings: Settings): [string, unknown][] {
  return Object.entries(settings ?? {}).filter(
    ([, value]) => value !== null && value !== undefined
  );
}

/** Azure's Python client writes settings in snake case, other clients in camel case, and older services of Azure in Pascal case. */
function canonical(key: string): string {
  return key.replaceAll('_', '').toLowerCase();
}
