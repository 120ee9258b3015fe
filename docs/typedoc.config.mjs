import { readFileSync, readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { OptionDefaults } from 'typedoc';
import { groupDocuments, nameModules } from './naming.mjs';

const fromHere = path => fileURLToPath(new URL(path, import.meta.url));

const packages = ['client', 'adder', 'local'].map(folder => ({
  folder,
  manifest: JSON.parse(readFileSync(fromHere(`../sdk/${folder}/package.json`), 'utf8'))
}));

/** Every entry point of our packages: the name that users import, and the source file behind it. */
const entryPoints = packages.flatMap(({ folder, manifest }) =>
  Object.entries(manifest.exports)
    .filter(([, target]) => target.types !== undefined)
    .map(([subpath, { types }]) => ({
      name: manifest.name + subpath.slice(1),
      source: `sdk/${folder}/${types.replace('./dist/', 'src/').replace(/\.d\.ts$/, '.ts')}`
    }))
);

/** The documents of the site, by the group that the navigation shows them in. */
const documents = {
  Guides: ['getting-started', 'sidebar', 'azure', 'azure-ml-in-ci', 'adder', 'local-workspace'].map(
    name => `docs/${name}.md`
  ),
  Reference: [
    'docs/errors.md',
    'sdk/local/COVERAGE.md',
    'docs/azureml-examples.md',
    'test/bench/RESULTS.md'
  ],
  Project: ['CHANGELOG.md', 'CONTRIBUTING.md', 'SECURITY.md', 'sdk/local/ROOMS.md'],
  Decisions: readdirSync(fromHere('../sdk/decisions')).map(name => `sdk/decisions/${name}`)
};

export default {
  name: 'Carry',
  readme: fromHere('../README.md'),
  basePath: fromHere('..'),
  entryPoints: entryPoints.map(({ source }) => fromHere(`../${source}`)),
  projectDocuments: Object.values(documents)
    .flat()
    .map(document => fromHere(`../${document}`)),
  plugin: [nameModules(entryPoints), groupDocuments(documents)],
  tsconfig: fromHere('tsconfig.json'),
  out: fromHere('site'),
  // `npm run check` checks types with the options of each package.
  skipErrorChecking: true,
  excludeInternal: true,
  highlightLanguages: [...OptionDefaults.highlightLanguages, 'python'],
  // TypeScript's own comment to the compiler, which has to be a doc comment to reach the `.d.ts`.
  blockTags: [...OptionDefaults.blockTags, '@ts-ignore'],
  excludeTags: [...OptionDefaults.excludeTags, '@ts-ignore'],
  gitRevision: 'main',
  sourceLinkTemplate: 'https://github.com/carry-ml/carry/blob/{gitRevision}/{path}#L{line}',
  // Without it typedoc asks git for the remote, which differs from checkout to checkout.
  disableGit: true,
  sourceLinkExternal: true,
  navigation: { includeGroups: true },
  groupOrder: [...Object.keys(documents), 'Modules', '*'],
  sort: ['documents-first', 'source-order'],
  validation: { notExported: true, invalidLink: true, invalidPath: true, rewrittenLink: true },
  externalSymbolLinkMappings: { 'apache-arrow': { '*': 'https://arrow.apache.org/js/current/' } },
  treatWarningsAsErrors: true
};
