import { readdirSync } from 'node:fs'
import { defineConfig, globalIgnores } from 'eslint/config'
import { importX } from 'eslint-plugin-import-x'
import { createTypeScriptImportResolver } from 'eslint-import-resolver-typescript'
import tseslint from 'typescript-eslint'

/** Imports go one way: events ← shared ← functions ← test, local; infra sees the table, the contracts and event names. */
const capabilities = readdirSync(new URL('functions', import.meta.url))
const direction = [
  { target: './events', from: ['./shared', './functions', './infra', './local', './test'] },
  { target: './shared', from: ['./functions', './infra', './local', './test'] },
  { target: './functions', from: ['./infra', './local', './test'] },
  ...capabilities.map((capability) => ({
    target: `./functions/${capability}`,
    from: './functions',
    except: [`./${capability}`],
    message: 'A capability never imports another: share it through ../shared.',
  })),
  { target: './infra', from: ['./functions', './local', './test'] },
  {
    target: './infra',
    from: './shared',
    except: ['./store/table.ts', './http', './due/schedules.ts'],
    message: 'infra sees only the table, the contracts and the schedules.',
  },
]

export default defineConfig(
  globalIgnores(['build', 'cdk.out', 'node_modules']),
  tseslint.configs.strictTypeChecked,
  {
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    plugins: { 'import-x': importX },
    settings: { 'import-x/resolver-next': [createTypeScriptImportResolver()] },
    rules: {
      'import-x/no-restricted-paths': ['error', { zones: direction }],
      'import-x/no-cycle': ['error', { maxDepth: 4 }],
      '@typescript-eslint/consistent-type-assertions': ['error', { assertionStyle: 'never' }],
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-unused-vars': ['error', { ignoreRestSiblings: true }],
      '@typescript-eslint/switch-exhaustiveness-check': 'error',
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      'no-restricted-syntax': [
        'error',
        { selector: "NewExpression[callee.name='Date']", message: 'Time comes from the clock.' },
        { selector: "CallExpression[callee.object.name='Date']", message: 'Time comes from the clock.' },
        {
          selector: "ImportDeclaration[source.value='zod'] > ImportSpecifier",
          message: "import * as z from 'zod': the named import bundles 454 KB instead of 85.",
        },
      ],
    },
  },
  { files: ['shared/runtime/clock.ts', 'local/**', 'test/**'], rules: { 'no-restricted-syntax': 'off' } },
  {
    files: ['test/**'],
    rules: {
      '@typescript-eslint/no-non-null-assertion': 'off',
      '@typescript-eslint/consistent-type-assertions': 'off',
    },
  },
  { files: ['**/*.js'], extends: [tseslint.configs.disableTypeChecked] },
)
