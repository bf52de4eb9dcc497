import type { AuthError } from 'npm:@supabase/supabase-js@2';
import { invalid, Refusal, refusal } from '../_shared/answers.ts';
import { ACCOUNTS, command, type Caller } from '../_shared/caller.ts';

/** For good: Auth knows bans of a length only. */
const BANNED_FOR = '876000h';

/** What Auth has still to do for a request, as `app.renew_user_plan` says it. */
interface Plan {
	id: string;
	email: string;
	/** Whether Auth has changed the account. */
	done: boolean;
	/** Whether an invitation is to go out. */
	mail: boolean;
}

/** Who is asked for. */
export interface NewUser {
	email: string;
	fullName: string;
	/** `[{role, site_id | null}]` */
	memberships: unknown;
	/** Without one the person is invited and chooses his own. */
	password: string | undefined;
}

/** One request of a person who manages users. */
export class UserRequest {
	readonly #caller: Caller;
	readonly #id: string;

	constructor(caller: Caller, id: string) {
		this.#caller = caller;
		this.#id = id;
	}

	/** Makes an account with name and roles, or goes on with the one that this request began. */
	async create({ email, fullName, memberships, password }: NewUser): Promise<string> {
		const invite = password === undefined;
		const given = { email, full_name: fullName, memberships, invite };
		const plan = await this.#carryOut(
			() => this.#ask('plan_user', given),
			({ id, email }) =>
				ACCOUNTS.createUser({
					id,
					email,
					password,
					email_confirm: !invite,
					user_metadata: { full_name: fullName.trim() }
				})
		);
		await mailIfDue(plan);
		return plan.id;
	}

	/** Mails a new invitation to somebody who has not accepted the last one. */
	async invite(userId: string): Promise<void> {
		await mailIfDue(await this.#planChange('invite', userId));
	}

	/** Changes name and address; an open invitation goes to the new address, and the old one ends. */
	async update(userId: string, fullName?: string, email?: string): Promise<void> {
		const changes = { full_name: fullName, email };
		const plan = await this.#carryOut(
			() => this.#planChange('update', userId, changes),
			({ id, email }) => ACCOUNTS.updateUserById(id, { email })
		);
		await mailIfDue(plan);
	}

	/** Gives somebody a password, with which he may come in; his sessions end. */
	async setPassword(userId: string, password: string): Promise<void> {
		await this.#carryOut(
			() => this.#planChange('set_password', userId),
			({ id }) => ACCOUNTS.updateUserById(id, { password, email_confirm: true })
		);
	}

	/** Lets somebody in or keeps him out; Auth follows what the database says. */
	async setActive(userId: string, active: boolean): Promise<void> {
		const now = await this.#ask<{ active: boolean }>('set_user_active', {
			user_id: userId,
			active
		});
		const ban_duration = now.active ? 'none' : BANNED_FOR;
		const { error } = await ACCOUNTS.updateUserById(userId, { ban_duration });
		if (error) throw error;
	}

	/**
	 * Has Auth make a planned change, unless it has. What refuses may be the same request that came
	 * first, so the plan is asked again before its refusal is believed.
	 * @throws Refusal what Auth refuses with; the request is then as if it had not been
	 */
	async #carryOut(
		plan: () => Promise<Plan>,
		change: (planned: Plan) => Promise<{ error: AuthError | null }>
	): Promise<Plan> {
		const planned = await plan();
		if (planned.done) return planned;
		const { error } = await change(planned);
		try {
			const now = await plan();
			if (now.done || !error) return now;
			throw refusalOf(error, planned.email) ?? error;
		} catch (refused) {
			if (refused instanceof Refusal) await command('withdraw_user_plan', { request_id: this.#id });
			throw refused;
		}
	}

	#planChange(action: string, userId: string, changes: object = {}): Promise<Plan> {
		return this.#ask('plan_user_change', { action, user_id: userId, ...changes });
	}

	#ask<Answer = Plan>(name: string, given: object): Promise<Answer> {
		return command(name, { request_id: this.#id, person: this.#caller.id, ...given });
	}
}

/** @throws Refusal MAIL_NOT_SENT, INVITATION_OVER */
async function mailIfDue({ mail, email }: Plan): Promise<void> {
	if (!mail) return;
	const { error } = await ACCOUNTS.inviteUserByEmail(email);
	if (!error) return;
	if (error.code === 'email_exists')
		throw refusal(
			409,
			'INVITATION_OVER',
			`${email} needs no invitation any more.`,
			'user_id',
			'Reload the user: the invitation has been accepted already.'
		);
	console.error(error);
	throw refusal(
		503,
		'MAIL_NOT_SENT',
		`The invitation to ${email} could not be sent${error.status === 429 ? ', because too many mails were sent in the last hour' : ''}.`,
		'email',
		'Send it again in a few minutes; nothing is done twice.'
	);
}

/** What Auth refuses a person's entry with; undefined for what is nobody's entry. */
function refusalOf(error: AuthError, email: string): Refusal | undefined {
	switch (error.code) {
		case 'email_exists':
			return refusal(
				409,
				'EMAIL_TAKEN',
				`${email} is the address of another user already.`,
				'email',
				'Look for the user in the list, or enter another address.'
			);
		case 'weak_password':
			return weakPassword('The password is too easy to guess.');
		case 'validation_failed':
		case 'email_address_invalid':
			return invalid('email', `"${email}" is no address that mail can be sent to.`);
		default:
			return undefined;
	}
}

/** @param sentence why it is weak */
export function weakPassword(sentence: string): Refusal {
	return refusal(
		422,
		'PASSWORD_WEAK',
		sentence,
		'password',
		'Choose a longer password, with letters of both cases, a digit and a special character.'
	);
}
