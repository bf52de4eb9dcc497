import { cors, invalid, json, Refusal, refusal } from '../_shared/answers.ts';
import { callerOf, command } from '../_shared/caller.ts';
import { fieldsOf, textIn, uuidIn, type Fields } from '../_shared/fields.ts';
import { UserRequest, weakPassword } from './accounts.ts';
import { weakness } from './password.ts';

/** What can be asked for; each answers the id of the user it is about. */
const ACTIONS: Record<string, (request: UserRequest, given: Fields) => Promise<string>> = {
	async create(request, given) {
		const password = textIn(given, 'password');
		if (password !== undefined) check(password);
		return await request.create({
			email: textIn(given, 'email') ?? '',
			fullName: textIn(given, 'full_name') ?? '',
			memberships: given.memberships ?? null,
			password
		});
	},
	invite: about((request, id) => request.invite(id)),
	update: about((request, id, given) =>
		request.update(id, textIn(given, 'full_name'), textIn(given, 'email'))
	),
	set_password: about(async (request, id, given) => {
		const password = textIn(given, 'password');
		if (password === undefined) throw invalid('password', 'There is no password.');
		check(password);
		await request.setPassword(id, password);
	}),
	deactivate: about((request, id) => request.setActive(id, false)),
	activate: about((request, id) => request.setActive(id, true))
};

/**
 * Manages users, for who may do so at every site (P1.03): POST `{"action", "request_id", …}`.
 *
 * - `create`: `email`, `full_name`, `memberships` [{`role`, `site_id` | null}], and a `password`;
 *   without one the person gets an invitation by mail
 * - `invite`: `user_id`; mails the invitation again
 * - `update`: `user_id`, and `full_name` or `email` or both
 * - `set_password`: `user_id`, `password`
 * - `deactivate`, `activate`: `user_id`; nothing is ever deleted
 *
 * Answers the user as `user_details` does. Sent again under the same request id it goes on where it was
 * broken off and does nothing twice. Refuses with NOT_SIGNED_IN, NOT_ALLOWED, VALUE_INVALID,
 * FIELD_MISSING, NOT_FOUND, REQUEST_REUSED, EMAIL_TAKEN, PASSWORD_WEAK, USER_INACTIVE,
 * INVITATION_OVER, LAST_ADMIN, MAIL_NOT_SENT.
 */
Deno.serve(async (request) => {
	if (request.method === 'OPTIONS') return new Response('ok', { headers: cors });
	try {
		if (request.method !== 'POST')
			throw refusal(405, 'VALUE_INVALID', `Users are managed by POST, not by ${request.method}.`);
		const caller = await callerOf(request);
		const given = await fieldsOf(request, 'action', 'An action is asked for with a JSON object.');
		const names = Object.keys(ACTIONS);
		if (typeof given.action !== 'string' || !names.includes(given.action))
			throw invalid('action', `There is no such action; one is ${names.join(', ')}.`);
		const requestId = uuidIn(given, 'request_id');
		const id = await ACTIONS[given.action]!(new UserRequest(caller, requestId), given);
		return json(await command('user_details', { user_id: id }, caller.client));
	} catch (error) {
		if (error instanceof Refusal) return json(error.body, error.status);
		console.error(error);
		const message = 'What was asked for could not be done. Ask for it again.';
		return json({ code: 'PT500', message, details: null, hint: null }, 500);
	}
});

/** An action about somebody who has an account. */
function about(
	act: (request: UserRequest, id: string, given: Fields) => Promise<void>
): (typeof ACTIONS)[string] {
	return async (request, given) => {
		const id = uuidIn(given, 'user_id');
		await act(request, id, given);
		return id;
	};
}

function check(password: string): void {
	const weak = weakness(password);
	if (weak) throw weakPassword(weak);
}
