// The arrows of the house: who may import whom. Anything not allowed here fails `npm run check`.
const rooms = {
  arm: [],
  notebooks: [],
  adder: [],
  workspace: ['arm', 'notebooks'],
  tracking: ['arm'],
  registry: ['arm', 'workspace', 'tracking'],
  local: ['arm'],
  bridge: ['arm', 'notebooks', 'workspace', 'tracking', 'registry'],
  cli: ['arm', 'notebooks', 'workspace', 'tracking', 'registry', 'local']
};
const wholeSdk = ['bridge', 'cli'];

/** Rooms with folders of their own, in order: a folder imports only those named before it. */
const foldersInOrder = {
  'sdk/src/local': [
    ...['settings', 'schemas', 'identity', 'tls', 'store', 'protocol', 'blobs', 'data', 'mlflow'],
    ...['jobs', 'families', 'pipelines', 'sweeps', 'schedules', 'submissions', 'limits'],
    ...['endpoints', 'artifacts', 'history', 'resources', 'features', 'registries']
  ],
  'sdk/src/local/jobs': ['supervision', 'preparation'],
  'sdk/src/local/mlflow': [
    ...['wire', 'search', 'tables', 'artifacts', 'experiments', 'metrics', 'logged-models'],
    ...['runs', 'registry', 'page', 'graphql', 'azureml']
  ]
};

const downwards = ([room, folders]) => [
  {
    name: `every-folder-of-${room}-has-its-place`,
    comment: `name the folder in the order of ${room}`,
    severity: 'error',
    from: { path: `^${room}/[^/]+/`, pathNot: `^${room}/(${folders.join('|')})/` },
    to: {}
  },
  ...folders.slice(0, -1).map((folder, at) => ({
    name: `${room}/${folder}-imports-no-folder-after-it`,
    comment: `${room}/${folder} may not import: ${folders.slice(at + 1).join(', ')}`,
    severity: 'error',
    // A test may set its scene with whatever it takes.
    from: { path: `^${room}/${folder}/`, pathNot: '\\.test\\.' },
    to: { path: `^${room}/(${folders.slice(at + 1).join('|')})/` }
  }))
];

const arrow = ([room, allowed]) => ({
  name: `${room}-imports-only-its-arrows`,
  comment: `sdk/src/${room} may import: ${allowed.join(', ') || 'no other room'}`,
  severity: 'error',
  from: { path: `^sdk/src/${room}/` },
  to: {
    path: '^sdk/src/',
    pathNot: [
      '^sdk/src/error\\.ts$',
      ...[room, ...allowed].map(name => `^sdk/src/${name}/`),
      ...(wholeSdk.includes(room) ? ['^sdk/src/[^/]+\\.ts$'] : [])
    ]
  }
});

module.exports = {
  forbidden: [
    ...Object.entries(rooms).map(arrow),
    ...Object.entries(foldersInOrder).flatMap(downwards),
    { name: 'no-circular', severity: 'error', from: {}, to: { circular: true } },
    {
      name: 'extension-imports-only-bridge-types',
      severity: 'error',
      from: { path: '^extension/' },
      to: { path: '^sdk/', pathNot: '^sdk/(src|dist)/bridge/' }
    },
    {
      name: 'not-to-dev-dep',
      severity: 'error',
      from: { path: '^sdk/src', pathNot: '\\.test\\.ts$' },
      to: { dependencyTypes: ['npm-dev'] }
    }
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '(dist|lib|labextension)/' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.base.json' }
  }
};
