// Only the rules that need types; biome does the rest.
import tseslint from 'typescript-eslint';

export default [
  { ignores: ['**/dist/**', '**/dist-types/**', '**/*.mjs', '**/*.js', '**/*.cjs'] },
  {
    files: ['**/*.ts', '**/*.tsx'],
    languageOptions: { parser: tseslint.parser, parserOptions: { projectService: true } },
    linterOptions: { reportUnusedDisableDirectives: 'error' },
    plugins: { '@typescript-eslint': tseslint.plugin },
    rules: {
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/no-misused-promises': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      'no-empty': ['error', { allowEmptyCatch: false }],
      'max-lines': ['error', { max: 500 }],
    },
  },
  {
    files: [
      'packages/telephony/src/{sip,sdp,rtp,audio}/**/*.ts',
      'packages/dialogue/src/**/*.ts',
      'packages/outbreak/src/**/*.ts',
    ],
    ignores: ['**/*.test.ts'],
    rules: {
      'no-restricted-properties': [
        'error',
        { object: 'Date', property: 'now', message: 'Time is an argument in the pure packages.' },
        { object: 'Math', property: 'random', message: 'Randomness is an argument in the pure packages.' },
      ],
      'no-restricted-syntax': [
        'error',
        {
          selector: 'NewExpression[callee.name="Date"][arguments.length=0]',
          message: 'Time is an argument in the pure packages.',
        },
      ],
    },
  },
];
