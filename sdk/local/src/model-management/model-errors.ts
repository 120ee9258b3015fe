import type { FastifyInstance } from 'fastify';
import type { ErrorEnvelope } from 'carry-ml/arm';

/** Sends errors as model management does: azureml-core reads the status of an error from its body. */
export function replyWithModelErrors(app: FastifyInstance): void {
  app.addHook('preSerialization', (_request, reply, payload, done) => {
    if (reply.statusCode < 400) {
      done(null, payload);
      return;
    }
    const { error } = payload as ErrorEnvelope;
    const { code, message } = error;
    done(null, {
      error,
      code,
      message,
      statusCode: reply.statusCode,
      details: [{ code, message }],
      correlation: {}
    });
  });
}
