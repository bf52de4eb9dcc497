import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parse } from 'smol-toml';
import { z } from 'zod';
import { Fault, messageOf } from './fault.ts';

const bytes = z
	.string()
	.regex(/^\d+(\.\d+)?\s*(B|KB|MB|GB|KiB|MiB|GiB)$/i, 'must be a size such as "10MiB"')
	.transform((size) => {
		const amount = parseFloat(size);
		const unit = size.replace(/[\d.\s]/g, '').toLowerCase();
		const powers = { b: 0, kb: 1, kib: 1, mb: 2, mib: 2, gb: 3, gib: 3 } as Record<string, number>;
		return Math.round(amount * 1024 ** powers[unit]!);
	});

const duration = z
	.string()
	.regex(/^(\d+(\.\d+)?(ms|s|m|h))+$/, 'must be a duration such as "60s" or "8h"')
	.transform((text) => {
		const seconds = { ms: 0.001, s: 1, m: 60, h: 3600 } as Record<string, number>;
		let total = 0;
		for (const [, amount, unit] of text.matchAll(/(\d+(?:\.\d+)?)(ms|s|m|h)/g)) {
			total += Number(amount) * seconds[unit!]!;
		}
		return total;
	});

const port = z.int().min(1).max(65535);

const functionConfig = z.object({
	enabled: z.boolean().default(true),
	verify_jwt: z.boolean().default(true),
	entrypoint: z.string().optional(),
	import_map: z.string().optional(),
	env: z.record(z.string(), z.string()).optional()
});

const FUNCTION_URI = /^pg-functions:\/\/[^/]+\/[A-Za-z_]\w{0,62}\/[A-Za-z_]\w{0,62}$/;

const hook = z
	.object({ enabled: z.boolean().default(false), uri: z.string().default('') })
	.refine(({ enabled, uri }) => !enabled || FUNCTION_URI.test(uri), {
		path: ['uri'],
		message: 'must be a Postgres function such as "pg-functions://postgres/public/hook_name"'
	});

const template = z.object({ subject: z.string().optional(), content_path: z.string().optional() });

const schema = z.object({
	project_id: z.string().default('project'),
	api: z
		.object({
			port: port.default(54321),
			schemas: z.array(z.string()).default(['public']),
			extra_search_path: z.array(z.string()).default(['public', 'extensions']),
			max_rows: z.int().positive().default(1000)
		})
		.prefault({}),
	db: z
		.object({
			port: port.default(54322),
			major_version: z.literal(17, 'is 17 here: the embedded Postgres is version 17').default(17),
			seed: z
				.object({
					enabled: z.boolean().default(true),
					sql_paths: z.array(z.string()).default(['./seed.sql'])
				})
				.prefault({})
		})
		.prefault({}),
	storage: z
		.object({
			file_size_limit: bytes.prefault('50MiB'),
			buckets: z
				.record(
					z.string(),
					z.object({
						public: z.boolean().default(false),
						file_size_limit: bytes.optional(),
						allowed_mime_types: z.array(z.string()).optional()
					})
				)
				.default({})
		})
		.prefault({}),
	local_smtp: z
		.object({
			admin_email: z.string().default('admin@email.com'),
			sender_name: z.string().default('Supabase')
		})
		.prefault({}),
	auth: z
		.object({
			site_url: z.string().default('http://127.0.0.1:54321'),
			additional_redirect_urls: z.array(z.string()).default([]),
			jwt_expiry: z.int().positive().max(604800).default(3600),
			enable_refresh_token_rotation: z.boolean().default(true),
			refresh_token_reuse_interval: z.int().min(0).default(10),
			enable_signup: z.boolean().default(true),
			minimum_password_length: z.int().min(6).default(6),
			password_requirements: z
				.enum([
					'',
					'letters_digits',
					'lower_upper_letters_digits',
					'lower_upper_letters_digits_symbols'
				])
				.default(''),
			hook: z.object({ password_verification_attempt: hook.prefault({}) }).prefault({}),
			sessions: z
				.object({ timebox: z.string().optional(), inactivity_timeout: z.string().optional() })
				.optional(),
			rate_limit: z
				.object({
					email_sent: z.int().min(0).default(30),
					token_refresh: z.int().min(0).default(150),
					sign_in_sign_ups: z.int().min(0).default(30),
					token_verifications: z.int().min(0).default(30)
				})
				.prefault({}),
			email: z
				.object({
					enabled: z.boolean().default(true),
					enable_confirmations: z.boolean().default(false),
					double_confirm_changes: z.boolean().default(true),
					max_frequency: duration.prefault('60s'),
					otp_length: z.int().min(6).max(10).default(6),
					otp_expiry: z.int().positive().default(3600),
					template: z.record(z.string(), template).default({})
				})
				.prefault({})
		})
		.prefault({}),
	functions: z.record(z.string(), functionConfig).default({})
});

/** `supabase/config.toml` with the CLI's defaults filled in; only what the embedded stack obeys. */
export type ProjectConfig = z.output<typeof schema>;
export type FunctionConfig = z.output<typeof functionConfig>;

/**
 * @param projectDir folder that contains `supabase/config.toml`
 * @throws Fault that names the file, the key and the value
 */
export async function loadConfig(projectDir: string): Promise<ProjectConfig> {
	const file = join(projectDir, 'supabase', 'config.toml');
	let text: string;
	try {
		text = await readFile(file, 'utf8');
	} catch (error) {
		throw new Fault(
			`No project settings: ${file} cannot be read (${(error as NodeJS.ErrnoException).code}). Start in the folder that contains supabase/, or name it with --workdir.`
		);
	}
	let raw: unknown;
	try {
		raw = parse(withEnvironment(text));
	} catch (error) {
		throw new Fault(`${file} is not valid TOML: ${messageOf(error)}`);
	}
	const result = schema.safeParse(raw);
	if (!result.success) {
		const issue = result.error.issues[0]!;
		throw new Fault(`${file}: ${issue.path.join('.')}: ${issue.message}`);
	}
	return result.data;
}

/** Replaces the CLI's `"env(NAME)"` by the variable's value, or by an empty text where unset. */
function withEnvironment(text: string): string {
	return text.replace(/"env\((\w+)\)"/g, (_, name: string) =>
		JSON.stringify(process.env[name] ?? '')
	);
}

/** Character sets of which a password needs one each, by `auth.password_requirements`, as GoTrue has them. */
export const PASSWORD_CHARACTERS: Record<ProjectConfig['auth']['password_requirements'], string[]> =
	(() => {
		const [lower, upper, digits] = [
			'abcdefghijklmnopqrstuvwxyz',
			'ABCDEFGHIJKLMNOPQRSTUVWXYZ',
			'0123456789'
		];
		const symbols = '!@#$%^&*()_+-=[]{};\'\\:"|<>?,./`~';
		return {
			'': [],
			letters_digits: [lower + upper, digits],
			lower_upper_letters_digits: [lower, upper, digits],
			lower_upper_letters_digits_symbols: [lower, upper, digits, symbols]
		};
	})();
