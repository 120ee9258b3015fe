import { setTimeout as delay } from 'node:timers/promises';

/** Submits a job of one short command. */
export function submit({ wire, path }, name, command = 'true') {
  return wire.json('PUT', `${path}/jobs/${name}`, {
    properties: { jobType: 'Command', command, environmentId: 'azureml:carry-notebook@latest' }
  });
}

/** Waits until all of the jobs have completed. */
export async function finished({ wire, path }, names) {
  for (const name of names)
    for (;;) {
      const { status } = (await wire.json('GET', `${path}/jobs/${name}`)).properties;
      if (status === 'Completed') break;
      if (status === 'Failed' || status === 'Canceled') throw new Error(`${name} is ${status}`);
      await delay(20);
    }
}
