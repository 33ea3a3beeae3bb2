import js from '@eslint/js';
import prettier from 'eslint-config-prettier';
import { defineConfig, globalIgnores } from 'eslint/config';
import globals from 'globals';
import tseslint from 'typescript-eslint';

const specs = ['**/*.spec.ts', 'libs/*/spec/*.ts', 'test/**/*.ts'];

const size = {
  'max-lines': ['error', { max: 300 }],
  'max-lines-per-function': ['error', { max: 60, skipBlankLines: true, skipComments: true }],
  'max-params': ['error', { max: 4 }],
  // A switch counts once: one that is exhaustive over core's errors is simple, and has more cases than the limit.
  complexity: ['error', { max: 12, variant: 'modified' }],
};

const typed = {
  'no-restricted-syntax': [
    'error',
    { selector: 'ExportAllDeclaration', message: 'List the exported names; an export * hides what a library offers.' },
  ],
  eqeqeq: ['error', 'always', { null: 'ignore' }],
  'no-console': 'error',
  'object-shorthand': 'error',
  '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports' }],
  '@typescript-eslint/no-explicit-any': 'error',
  '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', ignoreRestSiblings: true }],
  '@typescript-eslint/prefer-optional-chain': 'error',
  '@typescript-eslint/return-await': ['error', 'error-handling-correctness-only'],
  '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
  // A port promises; whoever implements it without waiting for anything still has to.
  '@typescript-eslint/require-await': 'off',
  // Nest's modules are classes with nothing in them.
  '@typescript-eslint/no-extraneous-class': 'off',
};

const sizeInTests = { 'max-lines': ['error', { max: 500 }], 'max-lines-per-function': 'off', 'no-console': 'off' };

// An answer's body is whatever the server sent: a test looks into it without declaring its type first.
const looserInSpecs = {
  '@typescript-eslint/no-unsafe-argument': 'off',
  '@typescript-eslint/no-unsafe-assignment': 'off',
  '@typescript-eslint/no-unsafe-call': 'off',
  '@typescript-eslint/no-unsafe-member-access': 'off',
  '@typescript-eslint/no-unsafe-return': 'off',
  '@typescript-eslint/unbound-method': 'off',
};

export default defineConfig(
  globalIgnores(['**/dist/', 'var/', 'coverage/', '.cache/', 'test/fixtures/']),
  {
    files: ['**/*.{mjs,cjs}'],
    extends: [js.configs.recommended],
    languageOptions: { globals: globals.node },
    rules: size,
  },
  {
    files: ['**/*.ts'],
    extends: [js.configs.recommended, tseslint.configs.recommendedTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: { ...size, ...typed },
  },
  {
    // The libraries' own projects leave their specs out; the one in test/ has all of them.
    files: [...specs, 'vitest.config.ts'],
    languageOptions: { parserOptions: { projectService: false, project: 'test/tsconfig.json' } },
  },
  { files: ['**/*.spec.ts', 'test/**'], rules: sizeInTests },
  { files: specs, rules: looserInSpecs },
  { files: ['apps/cli/**/*.ts'], rules: { 'no-console': 'off' } },
  { files: ['**/*.table.ts'], rules: { 'max-lines': 'off' } },
  prettier,
);
