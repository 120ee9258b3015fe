// Who may import whom. An import that is not allowed here fails `npm run check`.

/** The packages, each with the others that it may import: whole packages or single rooms of one. */
const packages = {
  client: [],
  adder: [],
  local: ['client/arm', 'client/errors', 'client/local-workspace'],
  bridge: ['client']
};

/** The rooms of `carry-ml`, and which other rooms each may import. Every room may also import `errors`. */
const rooms = {
  errors: [],
  arm: [],
  notebooks: [],
  'local-workspace': ['arm'],
  workspace: ['arm', 'notebooks'],
  tracking: ['arm'],
  registry: ['arm', 'workspace', 'tracking'],
  cli: ['arm', 'notebooks', 'local-workspace', 'workspace', 'tracking', 'registry']
};
const wholeClient = ['cli'];

/** Rooms with folders of their own, in order: a folder imports only those named before it. */
const foldersInOrder = {
  'sdk/local/src': [
    ...[
      'errors',
      'settings',
      'schemas',
      'identity',
      'tls',
      'store',
      'protocol',
      'blobs',
      'data',
      'mlflow',
      'environments'
    ],
    ...['jobs', 'families', 'pipelines', 'sweeps', 'automl', 'schedules', 'submissions', 'limits'],
    ...[
      'endpoints',
      'artifacts',
      'history',
      'model-management',
      'resources',
      'features',
      'registries',
      'upkeep'
    ]
  ],
  'sdk/local/src/jobs': ['distribution', 'supervision', 'preparation'],
  'sdk/local/src/mlflow': [
    ...['wire', 'search', 'tables', 'artifacts', 'experiments', 'evaluation-datasets', 'scorers'],
    ...['metrics', 'logged-models', 'runs', 'registry', 'traces', 'page', 'graphql', 'azureml']
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
    // Tests may import every folder.
    from: { path: `^${room}/${folder}/`, pathNot: '\\.test(-support)?\\.' },
    to: { path: `^${room}/(${folders.slice(at + 1).join('|')})/` }
  }))
];

/** A package as it is imported: its entry points are built files, found through `node_modules`. */
const entries = ([name, room]) =>
  room ? `^sdk/${name}/dist/${room}/index\\.` : `^sdk/${name}/dist/`;

const packageArrow = ([name, allowed]) => ({
  name: `sdk/${name}-imports-only-its-arrows`,
  comment: `sdk/${name} may import: ${allowed.join(', ') || 'no other package of ours'}`,
  severity: 'error',
  from: { path: `^sdk/${name}/` },
  to: {
    path: '^(sdk|extension|kernels|test)/',
    pathNot: [`^sdk/${name}/`, ...allowed.map(each => entries(each.split('/')))]
  }
});

const roomArrow = ([room, allowed]) => ({
  name: `${room}-imports-only-its-arrows`,
  comment: `sdk/client/src/${room} may import: ${['errors', ...allowed].join(', ')}`,
  severity: 'error',
  from: { path: `^sdk/client/src/${room}/` },
  to: {
    path: '^sdk/client/src/',
    pathNot: [
      ...['errors', room, ...allowed].map(name => `^sdk/client/src/${name}/`),
      ...(wholeClient.includes(room) ? ['^sdk/client/src/[^/]+\\.ts$'] : [])
    ]
  }
});

module.exports = {
  forbidden: [
    ...Object.entries(packages).map(packageArrow),
    ...Object.entries(rooms).map(roomArrow),
    ...Object.entries(foldersInOrder).flatMap(downwards),
    { name: 'no-unresolved', severity: 'error', from: {}, to: { couldNotResolve: true } },
    { name: 'no-circular', severity: 'error', from: {}, to: { circular: true } },
    {
      name: 'extension-imports-only-bridge-types',
      severity: 'error',
      from: { path: '^extension/' },
      to: { path: '^sdk/', pathNot: '^sdk/bridge/dist/index\\.' }
    },
    {
      name: 'not-to-dev-dep',
      severity: 'error',
      from: { path: '^sdk/[^/]+/src', pathNot: '\\.test(-support)?\\.ts$' },
      to: { dependencyTypes: ['npm-dev'] }
    }
  ],
  options: {
    doNotFollow: { path: ['node_modules', '(dist|lib)/'] },
    exclude: { path: 'labextension/' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.base.json' },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'default'] }
  }
};
