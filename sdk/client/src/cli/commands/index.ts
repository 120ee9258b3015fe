import type { Command, CommandSpec } from '../command.js';

/** Every command by its name. Each is loaded when it is called, so that all of them start quickly. */
export const commands: Readonly<Record<string, () => Promise<Command>>> = {
  up: async () => (await import('./up.js')).up,
  down: async () => (await import('./down.js')).down,
  status: async () => (await import('./status.js')).status,
  doctor: async () => (await import('./doctor.js')).doctor,
  backup: async () => (await import('./backup.js')).backup,
  restore: async () => (await import('./restore.js')).restore,
  env: async () => (await import('./env.js')).env,
  ui: async () => (await import('./ui.js')).ui,
  submit: async () => (await import('./submit.js')).submit,
  runs: async () => (await import('./runs.js')).runs,
  show: async () => (await import('./show.js')).show,
  logs: async () => (await import('./logs.js')).logs,
  cancel: async () => (await import('./cancel.js')).cancel,
  download: async () => (await import('./download.js')).download,
  models: async () => (await import('./models.js')).models,
  register: async () => (await import('./register.js')).register,
  promote: async () => (await import('./promote.js')).promote,
  completion: async () => (await import('./completion.js')).completionOf(loadSpecs)
};

/** Loads the declarations of all commands, in the order in which help lists them. */
export async function loadSpecs(): Promise<CommandSpec[]> {
  const all = await Promise.all(Object.values(commands).map(load => load()));
  return all.map(({ spec }) => spec);
}
