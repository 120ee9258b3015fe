import { defineErrors } from 'carry-ml/errors';

/** Errors in the settings. They stop the server before it listens; `main.ts` prints the message. */
export const settingsErrors = {
  UnknownSetting: {
    status: 400,
    message: (p: { path: string; name: string; known: string[] }) =>
      `${p.path} has the setting '${p.name}', which does not exist. The settings are: ${p.known.join(', ')}.`
  },
  InvalidSetting: {
    status: 400,
    message: (p: { name: string; value: string; source: string; expected: string }) =>
      `The setting '${p.name}' is '${p.value}' (${p.source}); it must be ${p.expected}.`
  },
  SettingsFileInvalid: {
    status: 400,
    message: (p: { path: string; reason: string }) =>
      `${p.path} is not a JSON object: ${p.reason}. Correct or remove it.`
  }
};

export const fail = defineErrors(settingsErrors);
