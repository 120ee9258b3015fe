import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { all, at, client, freshName, quick } from './workspace.mjs';

describe('schedules', () => {
  const { schedules } = client;
  const name = freshName('schedule');
  const put = isEnabled =>
    schedules.beginCreateOrUpdateAndWait(
      ...at,
      name,
      {
        properties: {
          displayName: 'each new year',
          isEnabled,
          trigger: { triggerType: 'Cron', expression: '0 0 1 1 *', timeZone: 'UTC' },
          action: {
            actionType: 'CreateJob',
            jobDefinition: {
              jobType: 'Command',
              command: 'true',
              environmentId: 'azureml:carry-notebook:1'
            }
          }
        }
      },
      quick
    );
  const listed = async options =>
    (await all(schedules.list(...at, options))).some(schedule => schedule.name === name);

  it('creates, gets and lists', async () => {
    await put(true);
    const { properties } = await schedules.get(...at, name);
    assert.deepEqual(
      [properties.displayName, properties.trigger.expression, properties.provisioningState],
      ['each new year', '0 0 1 1 *', 'Succeeded']
    );
    assert.equal(properties.action.jobDefinition.command, 'true');
    assert.equal(await listed(), true);
  });

  it('disables', async () => {
    await put(false);
    assert.equal((await schedules.get(...at, name)).properties.isEnabled, false);
    assert.deepEqual(
      [await listed({ listViewType: 'EnabledOnly' }), await listed({ listViewType: 'All' })],
      [false, true]
    );
  });

  it('deletes', async () => {
    await schedules.beginDeleteAndWait(...at, name, quick);
    await assert.rejects(schedules.get(...at, name), { statusCode: 404 });
  });
});
