import { defineErrors } from 'carry-ml/errors';

const plain = (status: number) => ({ status, message: (p: { message: string }) => p.message });

/** MLflow's error codes with the statuses its clients expect. The code travels as `error_code`. */
export const mlflowErrors = {
  BAD_REQUEST: plain(400),
  INVALID_PARAMETER_VALUE: plain(400),
  RESOURCE_ALREADY_EXISTS: {
    status: 400,
    message: (p: { what: string }) => `${p.what} already exists. Choose another name.`
  },
  RESOURCE_DOES_NOT_EXIST: {
    status: 404,
    message: (p: { type: string; name: string } | { message: string }) =>
      'message' in p ? p.message : `${p.type}=${p.name} not found. Search for those that are there.`
  },
  UNAUTHENTICATED: plain(401),
  PERMISSION_DENIED: plain(403),
  ENDPOINT_NOT_FOUND: {
    status: 404,
    message: (p: { method: string; path: string }) => `MLflow has no ${p.method} ${p.path}.`
  },
  /** MLflow answers 500, at which its own client asks again for minutes. */
  INVALID_STATE: plain(400),
  INTERNAL_ERROR: {
    status: 500,
    message: (p: { requestId: string }) =>
      `The workspace failed on this request (${p.requestId}); its log has the details.`
  },
  PAGE_NOT_INSTALLED: {
    status: 501,
    message: () =>
      "MLflow's page comes with its Python package, which is not installed here. Run 'pip install mlflow' in the environment that the local workspace uses (mlflow-skinny has no page), then load this page again."
  },
  NOT_IMPLEMENTED: {
    status: 501,
    message: (p: { operation: string }) =>
      `The local workspace does not have '${p.operation}' of MLflow. Use an MLflow server for it.`
  }
};

/** Builds an error that MLflow's clients understand: `throw refuse('INVALID_PARAMETER_VALUE', { message })`. */
export const refuse = defineErrors(mlflowErrors);

/** The most common refusal: a value that breaks one of MLflow's rules. */
export const invalid = (message: string) => refuse('INVALID_PARAMETER_VALUE', { message });

/** Something named in the request that is not there: `missing('Run with id', id)`, in the words that MLflow's clients look for. */
export const missing = (type: string, name: string) =>
  refuse('RESOURCE_DOES_NOT_EXIST', { type, name });

/** A tag that is not there, in the words of MLflow. */
export const noTag = (by: 'name' | 'key', key: string, owner: string) =>
  refuse('RESOURCE_DOES_NOT_EXIST', { message: `No tag with ${by}: ${key} of ${owner}.` });
