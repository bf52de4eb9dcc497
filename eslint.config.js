import js from '@eslint/js';
import { defineConfig, includeIgnoreFile } from 'eslint/config';
import prettier from 'eslint-config-prettier';
import svelte from 'eslint-plugin-svelte';
import globals from 'globals';
import { fileURLToPath } from 'node:url';
import ts from 'typescript-eslint';

const gitignore = fileURLToPath(new URL('.gitignore', import.meta.url));

/** Each part is checked with the types of the place where it runs. */
const typedBy = (tsconfig) => ({
	parserOptions: { project: tsconfig, tsconfigRootDir: import.meta.dirname }
});

export default defineConfig(
	includeIgnoreFile(gitignore),
	// Generated, and Deno's own world with its own checks.
	{ ignores: ['src/lib/database.types.ts', '**/supabase/functions/**'] },
	js.configs.recommended,
	ts.configs.recommendedTypeChecked,
	svelte.configs.recommended,
	prettier,
	svelte.configs.prettier,
	{
		rules: {
			// A fixture or a handler may await nothing and still must be async.
			'@typescript-eslint/require-await': 'off',
			// What is taken out of an object here is a function, however its interface is written.
			'@typescript-eslint/unbound-method': 'off',
			'@typescript-eslint/no-unused-vars': [
				'error',
				{ argsIgnorePattern: '^_', varsIgnorePattern: '^_', ignoreRestSiblings: true }
			]
		}
	},
	{
		files: ['local/**', 'bench/**', 'importer/**', 'simulator/**', 'tests/**', '*.ts'],
		languageOptions: { globals: globals.node, ...typedBy('./tsconfig.local.json') }
	},
	{
		files: ['tests/**'],
		// Answers of a client without a schema, and matchers, are `any`; the assertion is the check.
		rules: {
			'@typescript-eslint/no-unsafe-argument': 'off',
			'@typescript-eslint/no-unsafe-assignment': 'off',
			'@typescript-eslint/no-unsafe-member-access': 'off',
			'@typescript-eslint/no-unsafe-return': 'off'
		}
	},
	{
		files: ['tests/e2e/**', 'bench/alerts.ts', 'bench/app.ts'],
		languageOptions: typedBy('./tests/e2e/tsconfig.json'),
		// Playwright tells a fixture what it needs by destructuring, even where that is nothing.
		rules: { 'no-empty-pattern': 'off' }
	},
	{
		// What the app has under its screens is tested with the types that it has there.
		files: ['tests/app/**', 'tests/unit/app/**', 'tests/platform/app-*.test.ts'],
		languageOptions: typedBy('./tests/app/tsconfig.json')
	},
	{
		// One set of extensions for the whole folder: another one has all of its types read anew.
		files: ['src/**'],
		languageOptions: {
			globals: globals.browser,
			parserOptions: {
				...typedBy('./tsconfig.json').parserOptions,
				extraFileExtensions: ['.svelte']
			}
		}
	},
	{
		files: ['src/service-worker/**'],
		languageOptions: typedBy('./src/service-worker/tsconfig.json')
	},
	{
		files: ['**/*.svelte', '**/*.svelte.ts'],
		languageOptions: { parserOptions: { parser: ts.parser } }
	},
	{
		files: ['**/*.svelte'],
		// ESLint does not know the types that another component exports, nor those of its generics and
		// callbacks; svelte-check does, and checks them.
		rules: {
			'@typescript-eslint/no-unnecessary-type-assertion': 'off',
			'@typescript-eslint/no-unsafe-argument': 'off',
			'@typescript-eslint/no-unsafe-assignment': 'off',
			'@typescript-eslint/no-unsafe-call': 'off',
			'@typescript-eslint/no-unsafe-member-access': 'off',
			'@typescript-eslint/no-unsafe-return': 'off'
		}
	},
	{
		files: ['**/*.js'],
		extends: [ts.configs.disableTypeChecked],
		languageOptions: { globals: { ...globals.browser, ...globals.node } }
	}
);
