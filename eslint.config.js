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
		files: ['tests/e2e/**'],
		languageOptions: typedBy('./tests/e2e/tsconfig.json'),
		// Playwright tells a fixture what it needs by destructuring, even where that is nothing.
		rules: { 'no-empty-pattern': 'off' }
	},
	{
		files: ['src/**'],
		languageOptions: { globals: globals.browser, ...typedBy('./tsconfig.json') }
	},
	{
		files: ['**/*.svelte', '**/*.svelte.ts'],
		languageOptions: {
			parserOptions: { parser: ts.parser, extraFileExtensions: ['.svelte'] }
		}
	},
	{
		files: ['**/*.js'],
		extends: [ts.configs.disableTypeChecked],
		languageOptions: { globals: { ...globals.browser, ...globals.node } }
	}
);
