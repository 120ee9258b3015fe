import { describe, expect, it } from 'vitest';
import { CarryError } from '../errors/index.js';
import type { Job, SubmitNotebookOptions, Workspace } from '../index.js';
import type { CommandHost } from './command.js';
import { commands } from './commands/index.js';
import { program } from './program.js';

/** Runs a command line against a workspace with only the members that the test needs. */
function run(
  args: string[],
  jobs: object = {},
  more: object = {},
  { isTerminal = false }: { isTerminal?: boolean } = {}
) {
  const written = { stdout: [] as Buffer[], stderr: [] as Buffer[] };
  const interrupt = new AbortController();
  const connects: unknown[] = [];
  const host: CommandHost = {
    write: (data, to = 'stdout') => {
      written[to].push(Buffer.from(data as Uint8Array));
    },
    isTerminal: () => isTerminal,
    connect: options => {
      connects.push(options);
      return Promise.resolve({ jobs, ...more } as unknown as Workspace);
    },
    interrupted: () => interrupt.signal
  };
  const done = program(args, host).then(code => {
    const bytes = Buffer.concat(written.stdout);
    const said = Buffer.concat(written.stderr).toString().split('\n').slice(0, -1);
    return { code, bytes, out: bytes.toString(), said, connects };
  });
  return Object.assign(done, { interrupt });
}

const job = (fields: object = {}) =>
  ({
    name: 'j1',
    status: 'Queued',
    spec: {
      experiment: 'e',
      displayName: 'd',
      parameters: {},
      createdAt: new Date(0),
      resource: { properties: { jobType: 'Command' } }
    },
    children: () => paged(),
    ...fields
  }) as unknown as Job;

const paged = (...items: object[]) => ({ all: () => Promise.resolve(items) });

async function* log(...texts: string[]) {
  for (const text of texts) yield await Promise.resolve(Buffer.from(text));
}

describe('carry', () => {
  it('lists its commands', async () => {
    const { code, out } = await run(['--help']);
    expect(code).toBe(0);
    for (const name of Object.keys(commands)) expect(out).toContain(`carry ${name}`);
  });

  it.each([
    [[], 2],
    [['no-such'], 2],
    [['toString'], 2],
    [['--nothing-near-it'], 2],
    [['-x'], 2],
    [['ui', '--role', 'admin'], 2],
    [['submit'], 2],
    [['submit', 'a.ipynb', 'b.ipynb'], 2],
    [['submit', 'a.ipynb', '-p', 'novalue'], 2],
    [['submit', 'a.ipynb', '--timeout', 'soon'], 2],
    [['submit', 'a.ipynb', '--nope'], 2],
    [['runs', '--limit', '0'], 2],
    [['register', '--name', 'm'], 2],
    [['promote', 'm', '1'], 2],
    [['backup'], 2],
    [['restore', 'a.tar', 'b.tar'], 2],
    [['doctor', 'secret'], 2]
  ])('ends %j with exit code %i', async (args, expected) => {
    const { code, said } = await run(args);
    expect(code).toBe(expected);
    if (args.length > 0)
      expect(said).toEqual([expect.stringMatching(/^carry: .+\.$|Usage: carry/)]);
  });

  it.each([
    [['--versoin'], "no option '--versoin', did you mean '--version'?"],
    [['--hepl'], "no option '--hepl', did you mean '--help'?"],
    [['-version'], "no option '-version', did you mean '--version'?"],
    [['hlep'], "no command 'hlep', did you mean 'help'?"],
    [['version'], "no command 'version', did you mean '--version'?"],
    [['submit', 'a', '--hepl'], "option '--hepl', did you mean '--help'?"],
    [['submit', 'a', '--comput=c'], "option '--comput', did you mean '--compute'?"],
    [['submit', 'a', '-stream'], "did you mean '--stream'?"],
    [['sumbit'], "no command 'sumbit', did you mean 'submit'?"],
    [['submit', 'a', '--experimnt', 'e'], "option '--experimnt', did you mean '--experiment'?"],
    [['ui', '--role', 'raeder'], "not 'raeder', did you mean 'reader'?"]
  ])('suggests the nearest name for %j', async (args, sentence) => {
    const { code, said } = await run(args);
    expect([code, said]).toEqual([2, [expect.stringContaining(sentence)]]);
  });

  it('explains arguments, options and examples of a command', async () => {
    const { code, out } = await run(['submit', '--help']);
    expect(code).toBe(0);
    expect(out).toMatch(/^carry submit NOTEBOOK \[-p name=value \.\.\.\] \[--compute C\]/);
    expect(out).toContain('  NOTEBOOK  the notebook file\n');
    expect(out).toMatch(/ -p, --parameter name=value +set a parameter .*\(can be repeated\)\n/);
    expect(out).toContain('Examples:\n  carry submit train.ipynb');
  });

  it('declares each command under its own name', async () => {
    for (const [name, load] of Object.entries(commands))
      expect((await load()).spec.name).toBe(name);
  });

  it('accepts a choice in any case', async () => {
    const register = (fields: object) => Promise.resolve({ name: 'm', version: '1', ...fields });
    const args = ['register', '--name', 'm', '--path', 'p', '--type', 'MLflow_model', '--json'];
    const { out } = await run(args, {}, { models: { register } });
    expect(JSON.parse(out)).toEqual({
      name: 'm',
      version: '1',
      path: 'p',
      type: 'mlflow_model',
      tags: {}
    });
  });

  it('prints metrics that are not finite as MLflow writes them, not as null', async () => {
    const metrics = { best: NaN, loss: Infinity };
    const shown = job({
      details: () => Promise.resolve({}),
      progress: () => Promise.resolve({}),
      run: () => Promise.resolve({ metrics })
    });
    const get = () => Promise.resolve(shown);
    const { out } = await run(['show', 'x', '--json'], { get });
    expect(JSON.parse(out)).toMatchObject({ metrics: { best: 'NaN', loss: 'Infinity' } });
    expect((await run(['show', 'x'], { get })).out).toContain('loss = "Infinity"');
  });

  it('shows the steps of a pipeline with the names of their jobs', async () => {
    const failed = { name: 'j2', displayName: 'train', status: 'Failed', endedAt: new Date(0) };
    const resource = { properties: { jobType: 'Pipeline' } };
    const shown = job({
      spec: { parameters: {}, resource },
      details: () => Promise.resolve({}),
      progress: () => Promise.resolve({}),
      run: () => Promise.resolve({ metrics: {} }),
      children: () => paged(failed, { name: 'j3', displayName: 'validate', status: 'NotStarted' })
    });
    const get = () => Promise.resolve(shown);
    const { out } = await run(['show', 'x'], { get });
    expect(out).toContain('step        train  Failed  j2\nstep        validate  NotStarted  j3\n');
    const { children } = JSON.parse((await run(['show', 'x', '--json'], { get })).out) as {
      children: unknown[];
    };
    expect(children[0]).toEqual({ ...failed, endedAt: '1970-01-01T00:00:00.000Z' });
  });

  it('shows the parameters that the code of the job has logged', async () => {
    const logged = { kernel: 'rbf', digits: '2' };
    const shown = job({
      spec: { ...job().spec, parameters: { digits: 2 } },
      details: () => Promise.resolve({}),
      progress: () => Promise.resolve({}),
      run: () => Promise.resolve({ metrics: {}, parameters: logged })
    });
    const get = () => Promise.resolve(shown);
    const { out } = await run(['show', 'x'], { get });
    expect(out).toContain('parameter   kernel = "rbf"\nparameter   digits = 2\n');
    expect(JSON.parse((await run(['show', 'x', '--json'], { get })).out)).toMatchObject({
      parameters: { kernel: 'rbf', digits: 2 }
    });
  });

  it('prints an error of a service as one sentence and ends with 1', async () => {
    const get = () => Promise.reject(new CarryError('JobNotFound', 404, 'There is no such job.'));
    expect(await run(['show', 'x'], { get })).toMatchObject({
      code: 1,
      out: '',
      said: ['carry: There is no such job.']
    });
  });

  it.each([
    ['ENOSPC', "'/d/f' cannot be used: the disk is full. Free some space, then try again."],
    ['EDQUOT', "'/d/f' cannot be used: your disk quota is used up. Free"],
    ['EACCES', "'/d/f' cannot be used: you have no permission. Give"],
    ['EROFS', "'/d/f' cannot be used: its disk is read-only. Choose another place, then"],
    [
      'EMFILE',
      "this program has too many files open. Close programs, or raise the limit with 'ulimit"
    ]
  ])('prints %s of the system as one sentence and ends with 1', async (code, sentence) => {
    const cause = Object.assign(new Error(`${code}: no`), { code, path: '/d/f', syscall: 'open' });
    const { code: exit, said } = await run(['show', 'x'], { get: () => Promise.reject(cause) });
    expect([exit, said]).toEqual([1, [expect.stringContaining(sentence)]]);
    expect(said[0]).toMatch(/^carry: /);
  });

  it('never prints a stack', async () => {
    const get = () => Promise.reject(new TypeError('x is not a function'));
    const { said } = await run(['show', 'x'], { get });
    expect(said).toEqual(['carry: This should not have happened: TypeError: x is not a function']);
  });
});

describe('carry submit', () => {
  it('submits with the given options and prints the name', async () => {
    let given: [string, SubmitNotebookOptions] | undefined;
    const submitNotebook = (path: string, options: SubmitNotebookOptions) => {
      given = [path, options];
      return Promise.resolve(job());
    };
    const args =
      'submit d/a.ipynb -p n=2 -p t=a=b --compute c --experiment e --env A=B --tag x=y --timeout 60';
    const { code, out, connects } = await run(args.split(' '), { submitNotebook });
    expect([code, out]).toEqual([0, 'j1\n']);
    expect(connects).toEqual([{ from: 'd/a.ipynb' }]);
    expect(given).toEqual([
      'd/a.ipynb',
      expect.objectContaining({
        parameterTexts: { n: '2', t: 'a=b' },
        compute: 'c',
        experiment: 'e',
        environmentVariables: { A: 'B' },
        tags: { x: 'y' },
        timeout: 60
      })
    ]);
  });

  it('with --stream prints the log and ends with 0 only when the job completed', async () => {
    const streamed = (completed: () => Promise<unknown>, isTerminal = false) => {
      const logBytes = () => log('one\n', 'two');
      const submitNotebook = () => Promise.resolve(job({ logBytes, completed }));
      return run(['submit', 'a.ipynb', '--stream'], { submitNotebook }, {}, { isTerminal });
    };
    const succeeded = () => Promise.resolve();
    expect(await streamed(succeeded)).toMatchObject({ code: 0, out: 'j1\none\ntwo' });
    expect(await streamed(succeeded, true)).toMatchObject({ code: 0, out: 'j1\none\ntwo\n' });
    const failed = () => Promise.reject(new CarryError('JobFailed', 500, 'It failed in cell 3.'));
    expect(await streamed(failed)).toMatchObject({
      code: 1,
      said: ['carry: It failed in cell 3.']
    });
  });

  it('with --stream --json prints only the data to stdout', async () => {
    const followed = job({ logBytes: () => log('one\n'), completed: () => Promise.resolve() });
    const { out, said } = await run(['submit', 'a.ipynb', '--stream', '--json'], {
      submitNotebook: () => Promise.resolve(followed)
    });
    expect(JSON.parse(out)).toMatchObject({ name: 'j1', experiment: 'e' });
    expect(said).toEqual(['one']);
  });

  it('says that the job continues when Ctrl-C stops following it', async () => {
    const logBytes = async function* ({ signal }: { signal: AbortSignal }) {
      yield Buffer.from('one\n');
      await new Promise((_, reject) => {
        signal.addEventListener('abort', () => {
          reject(new Error('aborted'));
        });
      });
    };
    const running = run(['submit', 'a.ipynb', '--stream'], {
      submitNotebook: () => Promise.resolve(job({ logBytes }))
    });
    setImmediate(() => {
      running.interrupt.abort();
    });
    const { code, said } = await running;
    expect(code).toBe(130);
    expect(said).toEqual([
      expect.stringMatching(/'j1' continues.*carry logs j1 -f.*carry cancel j1/)
    ]);
  });
});

describe('carry runs', () => {
  const list = (jobs: Job[]) => ({ list: () => ({ all: () => Promise.resolve(jobs) }) });

  it('prints a table', async () => {
    const { out } = await run(
      ['runs'],
      list([job(), job({ name: 'longer', status: 'Completed' })])
    );
    const [head, first, second] = out.split('\n');
    expect(head).toMatch(/^NAME {4}STATUS {5}EXPERIMENT/);
    expect(first).toMatch(/^j1 {6}Queued {5}e/);
    expect(second).toMatch(/^longer {2}Completed {2}e/);
  });

  it('prints JSON, also of an empty list', async () => {
    expect(JSON.parse((await run(['runs', '--json'], list([job()]))).out)).toMatchObject([
      { name: 'j1', status: 'Queued', createdAt: '1970-01-01T00:00:00.000Z' }
    ]);
    expect((await run(['runs', '--json'], list([]))).out).toBe('[]\n');
  });

  it('says what to do when there are none', async () => {
    expect((await run(['runs'], list([]))).out).toMatch(/No jobs yet.*carry submit/);
  });
});

describe('text of unknown origin', () => {
  const ATTACK =
    '\u001b]52;c;cHduZWQ=\u0007\u001b[2J\u009b1A\r\nj9 Completed\u202egpj.\u2066\u2028';
  /** No character but the line end has an effect, and no row begins with the attack's text. */
  const harmless = /^(?:(?!\nj9)[^\p{Cc}\u2028\u202e\u2066]|\n(?!j9))+$/u;
  const spec = {
    resource: { properties: { jobType: 'Sweep' } },
    experiment: ATTACK,
    displayName: ATTACK,
    compute: ATTACK,
    parameters: { [ATTACK]: ATTACK },
    tags: { [ATTACK]: ATTACK }
  };
  const details = () => Promise.resolve({ error: { error: { message: ATTACK } } });
  const progress = () => Promise.resolve({ error: { name: ATTACK, message: ATTACK } });
  const attackRun = () =>
    Promise.resolve({ metrics: { [ATTACK]: 1 }, parameters: { [ATTACK]: ATTACK } });
  const attacking = job({
    name: ATTACK,
    status: ATTACK,
    spec,
    details,
    progress,
    run: attackRun,
    children: () => paged({ name: ATTACK, displayName: ATTACK, status: ATTACK }),
    cancel: () => Promise.resolve()
  });
  const model = { name: ATTACK, version: ATTACK, latestVersion: ATTACK, description: ATTACK };
  const jobs = {
    list: () => paged(attacking),
    get: () => Promise.resolve(attacking),
    submitNotebook: () => Promise.resolve(attacking),
    download: () => Promise.resolve([ATTACK])
  };
  const models = {
    list: () => paged(model),
    versions: () => paged({ ...model, type: ATTACK, run: ATTACK }),
    register: () => Promise.resolve(model)
  };

  const commandLines: string[][] = [
    ['runs'],
    ['show', 'x'],
    ['cancel', ATTACK],
    ['submit', 'a.ipynb'],
    ['models'],
    ['models', 'm'],
    ['register', '--name', 'm', '--path', 'p'],
    ['download', 'x', 'd']
  ];

  it.each(commandLines)('is harmless on a terminal: carry %s', async (...args) => {
    const given = args.filter(arg => typeof arg === 'string');
    const { code, out } = await run(given, jobs, { models }, { isTerminal: true });
    expect(code).toBe(0);
    expect(out).toMatch(harmless);
  });

  it.each(commandLines.map(line => [...line, '--json']))(
    'is unchanged in the data: carry %s',
    async (...args) => {
      const given = args.filter(arg => typeof arg === 'string');
      const { out } = await run(given, jobs, { models }, { isTerminal: true });
      expect(out).toMatch(harmless);
      expect(JSON.stringify(JSON.parse(out))).toContain(JSON.stringify(ATTACK));
    }
  );

  it.each([
    ['an error', ['show', 'x'], new CarryError('C', 400, ATTACK)],
    ['a defect', ['show', 'x'], new TypeError(ATTACK)],
    ['a command line', ['show', 'x', ATTACK], undefined]
  ])('is harmless in the message of %s', async (_, args, error) => {
    const { said } = await run(args, { get: () => Promise.reject(error ?? new Error()) });
    expect(said).toHaveLength(1);
    expect(said[0]).toMatch(harmless);
  });

  it('is the name of a file as it is, for a program that reads the list', async () => {
    expect((await run(['download', 'x', 'd'], jobs)).out).toBe(`${ATTACK}\n`);
  });
});

describe('carry logs', () => {
  const raw = Buffer.from([0xef, 0xbb, 0xbf, 0x1b, 0x5b, 0x32, 0x4a, 0xff, 0xfe, 0x0d, 0x41]);
  const get = () => Promise.resolve(job({ logBytes: () => bytes(raw) }));
  async function* bytes(all: Buffer) {
    for (const byte of all) yield await Promise.resolve(Buffer.of(byte));
  }

  it('writes the bytes of the log to a file or a program', async () => {
    expect((await run(['logs', 'x'], { get })).bytes).toEqual(raw);
  });

  it('writes harmless text to a terminal, and ends its last line', async () => {
    const { out } = await run(['logs', 'x'], { get }, {}, { isTerminal: true });
    expect(out).toBe('\ufffd\ufffd\nA\n');
  });
});
