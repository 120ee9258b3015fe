import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { fakeMpirun } from './fake-mpirun.test-support.js';
import { findOpenMpi } from './open-mpi.js';

describe('the mpirun of a job', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'carry-mpirun-'));
    mkdirSync(join(folder, 'empty'));
  });
  afterEach(() => {
    rmSync(folder, { recursive: true });
  });
  const pathOf = (...names: string[]) => names.map(name => join(folder, name)).join(':');

  it('is the first of its PATH', async () => {
    const path = fakeMpirun(join(folder, 'own'), 'mpirun (Open MPI) 4.1.4');
    fakeMpirun(join(folder, 'later'), 'mpirun (Open MPI) 5.0.0');
    expect(await findOpenMpi(pathOf('empty', 'own', 'later'))).toEqual({ path, version: '4.1.4' });
  });

  it('is none where there is none, and where it is not of Open MPI', async () => {
    fakeMpirun(join(folder, 'intel'), 'Intel(R) MPI Library for Linux* OS, Version 2021.5');
    expect(await findOpenMpi(pathOf('empty'))).toBeUndefined();
    expect(await findOpenMpi(pathOf('intel'))).toBeUndefined();
  });
});
