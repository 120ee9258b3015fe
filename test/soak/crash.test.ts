import { expect, it } from 'vitest';
import { crashSoak } from './crash-soak.js';

const number = (name: string, preset: number) => Number(process.env[name] ?? preset);

it('loses no data and runs no job twice when it is killed repeatedly', async () => {
  const seed = number('SOAK_SEED', Date.now() % 1_000_000);
  console.log(`seed ${seed}; SOAK_SEED=${seed} plays the same chances again`);
  const summary = await crashSoak({
    kills: number('SOAK_KILLS', 100),
    jobs: number('SOAK_JOBS', 200),
    blobs: number('SOAK_BLOBS', 300),
    seed,
    say: line => {
      console.log(line);
    }
  });
  const { faults, ...figures } = summary;
  console.log(`${JSON.stringify(figures)}, ${faults.length} faults`);
  for (const fault of faults) console.log(fault);
  expect(faults).toEqual([]);
});
