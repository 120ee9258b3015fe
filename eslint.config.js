import tseslint from 'typescript-eslint';
import jupyter from '@jupyter/eslint-plugin';
import reactHooks from 'eslint-plugin-react-hooks';

const [jupyterCode, jupyterSchemas] = jupyter.configs.recommended;
/** The rules that JupyterLab recommends for extensions; here each finding is an error. */
const asErrors = ({ rules }) => Object.fromEntries(Object.keys(rules).map(name => [name, 'error']));

export default tseslint.config(
  {
    ignores: [
      '**/node_modules/**',
      '**/dist/**',
      '**/lib/**',
      'docs/site/**',
      '**/.venv*/**',
      '**/labextension/**',
      'extension/style/**',
      'test/results/**',
      '**/*.cjs'
    ]
  },
  ...tseslint.configs.strictTypeChecked,
  {
    languageOptions: {
      parserOptions: {
        projectService: { allowDefaultProject: ['*.js', '*.ts'] },
        tsconfigRootDir: import.meta.dirname
      }
    },
    rules: {
      'max-lines': ['error', { max: 400, skipBlankLines: true }],
      complexity: ['error', 12],
      'no-console': 'error',
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-confusing-void-expression': [
        'error',
        { ignoreArrowShorthand: true, ignoreVoidReturningFunctions: true }
      ],
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }]
    }
  },
  { files: ['**/*.mjs', '*.js', '*.config.ts'], ...tseslint.configs.disableTypeChecked },
  {
    // To Fastify an async function without await is a promise-style hook or plugin, not a mistake.
    files: ['sdk/local/src/**/*.ts', 'sdk/bridge/src/**/*.ts'],
    rules: { '@typescript-eslint/require-await': 'off' }
  },
  {
    files: ['sdk/client/src/cli/**', 'test/**', 'kernels/**', 'docs/**', 'extension/packaging/**'],
    rules: { 'no-console': 'off' }
  },
  {
    // The type of an optional peer: the directive passes into the .d.ts, for consumers without that package.
    files: ['sdk/client/src/workspace/management.ts'],
    rules: {
      '@typescript-eslint/ban-ts-comment': ['error', { 'ts-ignore': 'allow-with-description' }],
      '@typescript-eslint/consistent-type-imports': ['error', { disallowTypeAnnotations: false }]
    }
  },
  {
    files: ['extension/src/**/*.{ts,tsx}'],
    plugins: { jupyter, 'react-hooks': reactHooks },
    rules: {
      ...reactHooks.configs.recommended.rules,
      ...asErrors(jupyterCode),
      'jupyter/prefer-lazy-imports': [
        'error',
        // JupyterLab restores the sidebar at start, and the models receive events from then on.
        {
          ignoreImports: [
            '../panels/*/index.js',
            '../panels/*/model.js',
            '../panels/submit/*.js',
            '../sidebar.js',
            '../service/carry-service.js'
          ]
        }
      ],
      // Lumino's `signal.connect(this._onX, this)` hands `this` over beside the method.
      '@typescript-eslint/unbound-method': 'off'
    }
  },
  {
    // Settings are JSON: only the rules for them apply.
    files: ['extension/schema/*.json'],
    languageOptions: jupyterSchemas.languageOptions,
    plugins: { jupyter },
    rules: {
      ...tseslint.configs.disableTypeChecked.rules,
      '@typescript-eslint/consistent-type-imports': 'off',
      ...asErrors(jupyterSchemas)
    }
  },
  {
    files: ['**/*.test.{ts,tsx,mjs}', 'test/**'],
    rules: {
      // These skip without a reason, and a skipped test has to say why.
      'no-restricted-properties': [
        'error',
        ...['skipIf', 'runIf'].map(property => ({
          property,
          message: 'Use `skip(condition, reason)` in the test or in beforeEach.'
        }))
      ],
      'max-lines': 'off',
      '@typescript-eslint/no-non-null-assertion': 'off',
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-member-access': 'off'
    }
  }
);
