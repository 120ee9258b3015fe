import { defineErrors } from 'carry-ml/errors';

export const schemaErrors = {
  InvalidAssetName: {
    code: 'ValidationError',
    status: 400,
    message: (p: { what: string; name: string }) =>
      `'${p.name}' cannot be the ${p.what}: it must begin with a letter or digit, continue with letters, digits, '-', '_' and '.', and have at most 255 characters.`
  }
};

export const fail = defineErrors(schemaErrors);
