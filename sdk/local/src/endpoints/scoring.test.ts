import { beforeEach, describe, expect, it } from 'vitest';
import { EndpointWorkspace } from './endpoints.test-support.js';

describe('POST on a scoring URI', () => {
  let workspace: EndpointWorkspace;
  beforeEach(async () => {
    workspace = new EndpointWorkspace();
    await workspace.endpoint('adder');
    await workspace.deployment('adder', 'blue');
    await workspace.deployment('adder', 'green');
  });
  const share = (traffic: object) => workspace.endpoint('adder', { traffic });
  const score = async (deployment?: string) =>
    workspace.score('adder/score', (await workspace.keys('adder')).secondaryKey, deployment);

  it('responds with 501 and names the deployment chosen by the traffic', async () => {
    await share({ blue: 90, green: 10 });
    expect(await score()).toMatchObject({ status: 501, code: 'ServingNotImplemented' });
    expect((await score()).message).toMatch(/deployment 'blue' of the endpoint 'adder'/);
    workspace.random = 0.95;
    expect((await score()).message).toMatch(/deployment 'green'/);
  });

  it('is also a route of the image, such as that of TensorFlow Serving', async () => {
    await share({ blue: 100 });
    const { primaryKey } = await workspace.keys('adder');
    const predict = (key?: string) => workspace.score('adder/v1/models/brain:predict', key);
    expect(await predict(primaryKey)).toMatchObject({
      status: 501,
      message: expect.stringMatching(/deployment 'blue' of the endpoint 'adder'/) as string
    });
    expect((await predict()).status).toBe(401);
  });

  it('goes to the deployment that the header names, with or without traffic', async () => {
    expect((await score('green')).message).toMatch(/deployment 'green'/);
    expect(await score('red')).toMatchObject({
      status: 404,
      code: 'DeploymentNotFound',
      message: expect.stringMatching(/no deployment 'red'; it has: blue, green/) as string
    });
  });

  it('responds with 404 while no deployment has traffic', async () => {
    expect(await score()).toMatchObject({ status: 404, code: 'DeploymentNotFound' });
  });

  it('is rejected without a key, with a wrong one and with that of another endpoint', async () => {
    await workspace.endpoint('other');
    const { primaryKey } = await workspace.keys('other');
    const workspaceToken = workspace.tokens.mint('x', 60).token;
    for (const bearer of [undefined, 'wrong', primaryKey, workspaceToken])
      expect(await workspace.score('adder/score', bearer)).toMatchObject({
        status: 401,
        code: 'AuthenticationFailed'
      });
    expect((await workspace.score('nope/score', primaryKey)).status).toBe(401);
  });

  it('accepts the token of its own endpoint if the mode is AMLToken', async () => {
    await workspace.endpoint('tokens', { authMode: 'AMLToken' });
    const tokenOf = async (name: string) => {
      const { body } = await workspace.call('POST', `/onlineEndpoints/${name}/token`);
      return (body as unknown as { accessToken: string }).accessToken;
    };
    const own = await tokenOf('tokens');
    expect((await workspace.score('tokens/score', own)).status).toBe(404);
    expect((await workspace.score('tokens/score', await tokenOf('adder'))).status).toBe(401);
    expect(workspace.tokens.check(own)).toHaveProperty('reason');
  });
});
