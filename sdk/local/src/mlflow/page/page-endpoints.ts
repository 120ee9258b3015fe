import { fail } from '../errors.js';
import { endpoint, type Endpoint } from '../wire/endpoint.js';
import { string } from '../wire/message.js';

/**
 * Endpoints that only MLflow's web page calls, by API version. The workspace has no gateway to language models, no assistant, no user
 * accounts and no telemetry, so these endpoints respond as an MLflow server without them does.
 */
export const pageEndpoints: Record<'2.0' | '3.0', Endpoint[]> = {
  '2.0': [
    endpoint('GET', '/gateway-proxy', { gateway_path: string }, () => ({ endpoints: [] })),
    endpoint('GET', '/users/current', {}, () => {
      throw fail('MlflowEndpointNotFound', { method: 'GET', path: '/users/current' });
    })
  ],
  '3.0': [
    endpoint('GET', '/assistant/config', {}, () => ({ providers: {}, projects: {} })),
    endpoint('GET', '/assistant/providers', {}, () => ({ providers: [] })),
    endpoint('GET', '/ui-telemetry', {}, () => ({
      disable_ui_telemetry: true,
      disable_ui_events: [],
      ui_rollout_percentage: 0
    }))
  ]
};
