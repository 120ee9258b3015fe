import { isSecretVariable } from '../../errors/index.js';
import type { NotebookCommand } from '../notebook-command.js';
import type { DataInputs } from '../data-inputs.js';
import { NOTEBOOK_ENVIRONMENT } from '../default-environment.js';
import type { EnvironmentContent } from '../environment-content.js';
import type { SweepPlan } from '../sweep.js';

/** The workspace that a job is submitted to. */
export interface WorkspaceTarget {
  kind: 'local' | 'azure';
  subscription: string;
  resourceGroup: string;
  workspace: string;
}

/** The options of `submitNotebook` that a job file can hold. */
export interface DescribedOptions {
  compute?: string;
  experiment?: string;
  displayName?: string;
  description?: string;
  environment?: string | EnvironmentContent;
  environmentVariables?: Readonly<Record<string, string>>;
  secrets?: Readonly<Record<string, string>>;
  tags?: Readonly<Record<string, string>>;
  /** Seconds. */
  timeout?: number;
  retries?: number;
}

/** A notebook job as other tools submit it: a command job whose folder contains the job side. */
export interface CommandSpec {
  displayName: string;
  experiment: string;
  description?: string;
  command: string;
  /** `azureml:NAME@latest`, `azureml:NAME:VERSION`, an id, or the content of an environment. */
  environment: string | EnvironmentContent;
  compute?: string;
  /** Without the values of secrets. */
  environmentVariables: Record<string, string>;
  /** Names of the variables whose values are secrets. */
  secrets: string[];
  tags: Readonly<Record<string, string>>;
  /** Seconds; of each trial if it is a sweep. */
  timeout?: number;
  properties: Record<string, string>;
  data: DataInputs;
  /** Present if the job is a sweep job, whose trial is the command. */
  sweep?: SweepPlan;
}

/** Describes a notebook with its options as a command job. */
export function commandSpec(notebook: NotebookCommand, options: DescribedOptions): CommandSpec {
  const { displayName, command, properties, environmentVariables: variables, sweep } = notebook;
  const secrets = Object.keys(variables).filter(isSecretVariable);
  return {
    displayName: options.displayName ?? displayName,
    experiment: options.experiment ?? displayName,
    description: options.description,
    command,
    environment: environmentReference(options.environment ?? NOTEBOOK_ENVIRONMENT),
    compute: options.compute,
    environmentVariables: Object.fromEntries(
      Object.entries(variables).filter(([name]) => !secrets.includes(name))
    ),
    secrets,
    tags: { ...options.tags, ...notebook.tags },
    timeout: options.timeout,
    properties,
    data: notebook.data,
    ...(sweep && { sweep })
  };
}

/** Azure's clients want a version or a label beside a name. */
function environmentReference(
  environment: string | EnvironmentContent
): string | EnvironmentContent {
  if (typeof environment === 'object') return environment;
  if (environment.startsWith('azureml:')) return environment;
  if (environment.startsWith('/')) return `azureml:${environment}`;
  return `azureml:${environment}${/[:@]/.test(environment) ? '' : '@latest'}`;
}
