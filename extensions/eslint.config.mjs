import jupyter from '@jupyter/eslint-plugin';
import tseslint from 'typescript-eslint';

export default tseslint.config(
  { ignores: ['**/node_modules/', '**/lib/', '.yarn/'] },
  {
    files: ['**/*.ts', '**/*.tsx', '**/*.mts'],
    extends: [tseslint.configs.recommendedTypeChecked],
    languageOptions: { parserOptions: { project: './tsconfig.json' } },
    rules: {
      // JupyterLab's own names: interfaces begin with I, private members with an underscore.
      '@typescript-eslint/naming-convention': [
        'error',
        {
          selector: 'interface',
          format: ['PascalCase'],
          custom: { regex: '^I[A-Z]', match: true }
        },
        {
          selector: 'memberLike',
          modifiers: ['private'],
          format: ['camelCase'],
          leadingUnderscore: 'require'
        }
      ],
      // Tokens and their interfaces share a name, command ids live in a namespace.
      '@typescript-eslint/no-namespace': 'off',
      '@typescript-eslint/no-redeclare': 'off',
      eqeqeq: 'error'
    }
  },
  { plugins: { jupyter } },
  ...jupyter.configs.recommended,
  {
    files: ['*/src/*/plugin.ts'],
    rules: {
      // Activation needs both at once, and the whole bundle is smaller than one more request is worth.
      'jupyter/prefer-lazy-imports': [
        'error',
        {
          ignoreImports: [
            '../errors',
            '../icons',
            '../version',
            './api',
            './commands',
            './guide',
            './guided',
            './files',
            './keep',
            './launcher',
            './panel',
            './model',
            './quiet',
            './shift',
            './templates',
            './twin'
          ]
        }
      ]
    }
  },
  {
    files: ['*/test/**/*.ts', '*/test/**/*.tsx'],
    // What a test expects is what a person reads, word for word.
    rules: { 'jupyter/no-untranslated-string': 'off' }
  }
);
