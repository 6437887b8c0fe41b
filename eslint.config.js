import { defineConfig, globalIgnores } from 'eslint/config'
import tseslint from 'typescript-eslint'

/**
 * Imports go one way: events ← shared ← functions ← test, local; infra sees the table, the contracts and the
 * schedules. All imports within the project are relative, so their own words tell where they lead.
 */
const leadsTo = (...folders) => `(^|/)(${folders.join('|')})/`
const oneWay = (files, regex, message) => ({
  files,
  rules: { 'no-restricted-imports': ['error', { patterns: [{ regex, message }] }] },
})
const direction = [
  oneWay(
    ['events/**'],
    leadsTo('shared', 'functions', 'infra', 'local', 'test'),
    'events import nothing of ours.',
  ),
  oneWay(['shared/**'], leadsTo('functions', 'infra', 'local', 'test'), 'shared imports events alone.'),
  oneWay(
    ['functions/**'],
    `${leadsTo('infra', 'local', 'test')}|^\\.\\./(?!\\.\\./)`,
    'A capability imports shared and events, never another capability.',
  ),
  oneWay(
    ['infra/**'],
    `${leadsTo('functions', 'local', 'test')}|/shared/(?!store/table\\.ts$|http/|due/schedules\\.ts$)`,
    'infra sees only the table, the contracts and the schedules.',
  ),
  oneWay(['local/**'], leadsTo('test'), 'local never imports tests.'),
  oneWay(['admin/**'], leadsTo('functions', 'infra', 'local', 'test'), 'admin imports shared alone.'),
]

const wallClock = [
  { selector: "NewExpression[callee.name='Date']", message: 'Time comes from the clock.' },
  { selector: "CallExpression[callee.object.name='Date']", message: 'Time comes from the clock.' },
]
const namedZod = {
  selector: "ImportDeclaration[source.value='zod'] > ImportSpecifier",
  message: "import * as z from 'zod': the named import bundles 454 KB instead of 85.",
}

export default defineConfig(
  globalIgnores(['build', 'cdk.out', 'node_modules']),
  tseslint.configs.strictTypeChecked,
  {
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      '@typescript-eslint/consistent-type-assertions': ['error', { assertionStyle: 'never' }],
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-unused-vars': ['error', { ignoreRestSiblings: true }],
      '@typescript-eslint/switch-exhaustiveness-check': 'error',
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      'no-restricted-syntax': ['error', ...wallClock, namedZod],
    },
  },
  direction,
  {
    files: ['shared/runtime/clock.ts', 'local/**', 'test/**'],
    rules: { 'no-restricted-syntax': ['error', namedZod] },
  },
  {
    files: ['test/**'],
    rules: {
      '@typescript-eslint/no-non-null-assertion': 'off',
      '@typescript-eslint/consistent-type-assertions': 'off',
    },
  },
  { files: ['**/*.js'], extends: [tseslint.configs.disableTypeChecked] },
)
