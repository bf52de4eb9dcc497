import { randomBytes } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { generateApiKey } from '@supabase/lite';
import webPush from 'web-push';
import { Fault, messageOf } from './fault.ts';

/** Secrets of one stack, made once and kept in its data folder, readable by the owner only. */
export interface Keys {
	/** `sb_publishable_…`: what the browser holds. */
	publishableKey: string;
	/** `sb_secret_…`: for servers; passes row-level security. */
	secretKey: string;
	/** Signs the users' access tokens (HS256). */
	jwtSecret: string;
	/** Password of the database roles that may log in. */
	databasePassword: string;
	/** Encrypts vault.secrets (hex, 32 bytes). */
	vaultKey: string;
	/** Resend and Twilio credentials that the inbox accepts and signs its webhooks with. */
	resendApiKey: string;
	resendWebhookSecret: string;
	twilioAccountSid: string;
	twilioAuthToken: string;
	/** The pair that web push is signed with (VAPID); the browser holds the public one. */
	vapidPublicKey: string;
	vapidPrivateKey: string;
}

const token = (bytes: number) => randomBytes(bytes).toString('base64url');

/**
 * Reads the keys of a data folder, or makes them on first use.
 * @throws Fault when the file is there but cannot be read or written
 */
export async function loadKeys(dataDir: string): Promise<Keys> {
	const file = join(dataDir, 'keys.json');
	const kept = await readKeys(file);
	if (kept?.vapidPublicKey) return kept as Keys;
	// A folder of before web push has all but that pair.
	const keys = { ...(await newKeys()), ...kept };
	await mkdir(dataDir, { recursive: true });
	await writeFile(file, JSON.stringify(keys, null, '\t') + '\n', { mode: 0o600 });
	return keys;
}

async function readKeys(file: string): Promise<Partial<Keys> | undefined> {
	try {
		return JSON.parse(await readFile(file, 'utf8')) as Partial<Keys>;
	} catch (error) {
		if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
		throw new Fault(
			`The keys in ${file} cannot be read: ${messageOf(error)}. Mend the file, or run "npm run stack:reset -- --keys" to make new ones.`
		);
	}
}

async function newKeys(): Promise<Keys> {
	const vapid = webPush.generateVAPIDKeys();
	return {
		publishableKey: (await generateApiKey('publishable')).key,
		secretKey: (await generateApiKey('secret')).key,
		jwtSecret: token(48),
		databasePassword: token(24),
		vaultKey: randomBytes(32).toString('hex'),
		resendApiKey: `re_${token(24)}`,
		resendWebhookSecret: `whsec_${randomBytes(24).toString('base64')}`,
		twilioAccountSid: `AC${randomBytes(16).toString('hex')}`,
		twilioAuthToken: randomBytes(16).toString('hex'),
		vapidPublicKey: vapid.publicKey,
		vapidPrivateKey: vapid.privateKey
	};
}
