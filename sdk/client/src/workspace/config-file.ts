import { readFile, stat } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import type { WorkspaceId } from '../arm/index.js';
import { fail } from './errors.js';

const places = ['config.json', join('.azureml', 'config.json')];
const fields = ['subscription_id', 'resource_group', 'workspace_name'] as const;

/**
 * Searches a folder and those above it for the `config.json` of a workspace, as `MLClient.from_config` does.
 * Ignores a `config.json` of another program.
 */
export async function findConfigFile(from: string): Promise<WorkspaceId | undefined> {
  let folder = await folderOf(resolve(from));
  for (;;) {
    for (const place of places) {
      const found = await readConfig(join(folder, place));
      if (found) return found;
    }
    const above = dirname(folder);
    if (above === folder) return undefined;
    folder = above;
  }
}

async function folderOf(path: string): Promise<string> {
  const facts = await stat(path).catch(() => undefined);
  return facts?.isDirectory() ? path : dirname(path);
}

async function readConfig(path: string): Promise<WorkspaceId | undefined> {
  // A file that is missing or not readable names no workspace; the search continues upwards.
  const text = await readFile(path, 'utf8').catch(() => undefined);
  if (!text?.includes('"subscription_id"') && !text?.includes('"workspace_name"')) return undefined;
  const config = parse(text, path);
  const id = {
    subscription: config.subscription_id,
    resourceGroup: config.resource_group,
    workspace: config.workspace_name
  };
  if (isWorkspaceId(id)) return id;
  const missing = fields.filter(field => !isName(config[field]));
  throw fail('ConfigFileIncomplete', { path, missing });
}

function parse(text: string, path: string): Record<string, unknown> {
  try {
    return JSON.parse(text) as Record<string, unknown>;
  } catch (cause) {
    throw fail('ConfigFileNotJson', { path }, { cause });
  }
}

function isWorkspaceId(id: Record<keyof WorkspaceId, unknown>): id is WorkspaceId {
  return Object.values(id).every(isName);
}

function isName(value: unknown): value is string {
  return typeof value === 'string' && value !== '';
}
