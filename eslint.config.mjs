// @ts-check
import js from '@eslint/js';
import { defineConfig } from 'eslint/config';
import ts from 'typescript-eslint';
import { MAY_IMPORT, PURE_ROOMS } from './test/house.mjs';

/** One fence per room: what it may not import. tsc keeps Node and the DOM out, this keeps vscode and neighbours out. */
const fences = Object.entries(MAY_IMPORT).map(([room, allowed]) => ({
  files: [`src/${room}/**/*.{ts,tsx}`],
  rules: {
    'no-restricted-imports': [
      'error',
      {
        patterns: [
          ...(room === 'editor' ? [] : [{ regex: '^vscode$', message: 'Only editor/ knows VS Code.' }]),
          ...(PURE_ROOMS.includes(room) ? [{ regex: '^node:', message: `${room}/ runs where there is no Node.` }] : []),
          {
            regex: `^\\.\\./(\\.\\./)*(?!(${[room, ...allowed].join('|')})/)(${Object.keys(MAY_IMPORT).join('|')})/`,
            message: `${room}/ may import only: ${allowed.join(', ') || 'nothing of ours'} (see ARCHITECTURE.md).`,
          },
        ],
      },
    ],
  },
}));

export default defineConfig(
  {
    ignores: [
      'dist/',
      'out/',
      'node_modules/',
      '.vscode-test/',
      'bench/node_modules/',
      'src/kernel/assembly/',
      'src/kernel/wasm/',
      'test/vscode/debugger/',
      '**/*.d.ts',
      '**/*.d.mts',
    ],
  },
  js.configs.recommended,
  {
    files: ['**/*.{ts,tsx}'],
    extends: [ts.configs.recommendedTypeChecked],
    languageOptions: { parserOptions: { projectService: true } },
    rules: {
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports' }],
      '@typescript-eslint/no-non-null-assertion': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      'no-restricted-exports': ['error', { restrictDefaultExports: { direct: true, named: true, defaultFrom: true } }],
      eqeqeq: ['error', 'always', { null: 'ignore' }],
      // A browser's globals by the names of everyday variables: a forgotten declaration would pass for one of them.
      'no-restricted-globals': ['error', 'name', 'event', 'status', 'length', 'origin', 'parent', 'top', 'external'],
      // NaN is told by comparing a number with itself where a call would cost.
      'no-self-compare': 'off',
    },
  },
  {
    files: ['test/**/*.ts'],
    rules: {
      '@typescript-eslint/no-floating-promises': 'error',
      // mocha's describe and it return nothing that is awaited.
      '@typescript-eslint/no-unused-expressions': 'error',
    },
  },
  {
    files: ['**/*.mjs'],
    languageOptions: {
      globals: Object.fromEntries(
        [
          'process',
          'console',
          'URL',
          'setTimeout',
          'clearTimeout',
          'setInterval',
          'clearInterval',
          'performance',
          'Buffer',
          'fetch',
          'globalThis',
          'AbortController',
          'AbortSignal',
          'TextDecoder',
          'TextEncoder',
          'WebAssembly',
          'window',
          'document',
        ].map((name) => [name, 'readonly']),
      ),
    },
  },
  ...fences,
);
