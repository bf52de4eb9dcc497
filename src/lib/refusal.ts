import { isAuthRetryableFetchError, type AuthError } from '@supabase/supabase-js';

/**
 * What became of an action that did not succeed.
 * - `refused`: the server said no, and nothing of it has happened
 * - `signed-out`: the server did not know who asked, and nothing of it has happened
 * - `unreachable`, `timeout`: there was no answer; whether it has happened is known to the server alone
 * - `failed`: the server broke
 */
export type RefusalKind = 'refused' | 'signed-out' | 'unreachable' | 'timeout' | 'failed';

/** A refusal as it is kept and passed on. */
export interface RefusalFacts {
	kind: RefusalKind;
	/** One of `app.errors`, or the SQLSTATE where it is not one of ours. */
	code: string;
	/** What it is about, as the server calls it: `lot`, `lines.2.quantity`, `parameters.screen`. */
	field?: string;
	/** The constraint that was broken; its name is a sentence. */
	constraint?: string;
	sentence: string;
	/** What to do about it. */
	hint?: string;
	/** The values that the sentence speaks of. */
	params: Record<string, unknown>;
}

/** Why an action or a reading did not succeed, in words for the person who waits for it. */
export class Refusal extends Error implements RefusalFacts {
	override readonly name = 'Refusal';
	readonly kind: RefusalKind;
	readonly code: string;
	readonly field: string | undefined;
	readonly constraint: string | undefined;
	readonly hint: string | undefined;
	readonly params: Record<string, unknown>;

	constructor(facts: RefusalFacts) {
		super(facts.sentence);
		this.kind = facts.kind;
		this.code = facts.code;
		this.field = facts.field;
		this.constraint = facts.constraint;
		this.hint = facts.hint;
		this.params = facts.params;
	}

	/** The sentence of the person's language where there is one for the code, else the server's. */
	get sentence(): string {
		return translate(this) ?? this.message;
	}

	/** Whether nobody knows if it has happened: it may be sent again, as the same action. */
	get isOpen(): boolean {
		return this.kind === 'unreachable' || this.kind === 'timeout';
	}

	/** What can be kept in a browser's database. */
	facts(): RefusalFacts {
		const { kind, code, field, constraint, message, hint, params } = this;
		return { kind, code, field, constraint, sentence: message, hint, params };
	}
}

type Translate = (refusal: RefusalFacts) => string | undefined;

let translate: Translate = () => undefined;

/**
 * Has refusals said in another language.
 * @param by the sentence for a refusal, by its code and params; undefined leaves the server's
 */
export function translateRefusals(by: Translate): void {
	translate = by;
}

/** What the Data API and the edge functions answer beside an HTTP status. */
export interface ErrorAnswer {
	code?: string | null;
	message: string;
	details?: string | null;
	hint?: string | null;
}

/** Puts an error of the Data API, or of an edge function that speaks like it, into words. */
export function refusalOf(error: ErrorAnswer, status: number): Refusal {
	if (status === 0) return unanswered(error.message);
	if (status === 401) return signedOut(error);
	const code = error.code ?? '';
	// A function that cannot do its part now, such as mail, says so; a gateway says nothing of ours.
	if (/^PT\d{3}$/.test(code) && (status < 500 || status === 503)) return ours(error);
	if ([502, 503, 504].includes(status)) return new Refusal(UNREACHABLE);
	if (status < 500) return new Refusal(theDatabases(error, code));
	return new Refusal({
		kind: 'failed',
		code: code || String(status),
		sentence: `The server could not do this (error ${code || status}).`,
		hint: 'Try again; if it stays, tell an administrator.',
		params: {}
	});
}

/** Puts whatever was thrown into words. */
export function refusalFrom(thrown: unknown): Refusal {
	if (thrown instanceof Refusal) return thrown;
	if (thrown instanceof Error) return unanswered(`${thrown.name}: ${thrown.message}`);
	return unanswered(String(thrown));
}

/** An Auth that cannot be asked leaves the session as it is; any other answer has ended it. */
export function refusalOfAuth(error: AuthError): Refusal {
	if (isAuthRetryableFetchError(error)) return new Refusal(UNREACHABLE);
	return new Refusal(SIGNED_OUT);
}

const UNREACHABLE: RefusalFacts = {
	kind: 'unreachable',
	code: 'UNREACHABLE',
	sentence: 'The server cannot be reached.',
	hint: 'Check the network connection, then try again.',
	params: {}
};

const TIMEOUT: RefusalFacts = {
	kind: 'timeout',
	code: 'TIMEOUT',
	sentence: 'The server has not answered in time.',
	hint: 'Try again: it is done once, however often it is sent.',
	params: {}
};

export const SIGNED_OUT: RefusalFacts = {
	kind: 'signed-out',
	code: 'NOT_SIGNED_IN',
	sentence: 'Your session has ended, and nothing was sent.',
	hint: 'Sign in, then try again.',
	params: {}
};

/** Errors without a status are those of fetch: `TypeError: Failed to fetch`, `TimeoutError: …`. */
function unanswered(message: string): Refusal {
	if (/^TimeoutError|^AbortError/.test(message)) return new Refusal(TIMEOUT);
	if (/^(TypeError|FetchError|FunctionsFetchError)/.test(message)) return new Refusal(UNREACHABLE);
	return new Refusal({
		kind: 'failed',
		code: 'UNKNOWN',
		sentence: `This did not work: ${message.replace(/^Error: /, '')}`,
		hint: 'Try again; if it stays, tell an administrator.',
		params: {}
	});
}

function signedOut({ message }: ErrorAnswer): Refusal {
	return new Refusal({ ...SIGNED_OUT, params: { message } });
}

interface Detail {
	code?: string;
	field?: string | null;
	params?: Record<string, unknown> | null;
}

function ours(error: ErrorAnswer): Refusal {
	const detail = parsed(error.details);
	const hint = [error.hint, whoHelps(detail)].filter(Boolean).join(' ');
	return new Refusal({
		kind: 'refused',
		code: detail.code ?? error.code ?? '',
		field: detail.field ?? undefined,
		sentence: error.message,
		hint: hint || undefined,
		params: detail.params ?? {}
	});
}

/** Who can help, where the server names them: the managers of a site whose shift is locked. */
function whoHelps({ params }: Detail): string | undefined {
	const managers = params?.managers;
	if (!Array.isArray(managers) || managers.length === 0) return undefined;
	return `Here that is ${managers.join(', ')}.`;
}

function parsed(details: string | null | undefined): Detail {
	try {
		return (JSON.parse(details ?? '{}') ?? {}) as Detail;
	} catch {
		return {};
	}
}

/** Refusals of Postgres itself: constraints, types, policies. */
function theDatabases({ message, details, hint }: ErrorAnswer, code: string): RefusalFacts {
	const refused = { kind: 'refused', code, params: {} } as const;
	const constraint = /constraint "([^"]+)"/.exec(message)?.[1];
	// Key (site_id, code)=(…, GATE-1) already exists.
	const [, columns, values] = /^Key \((.+?)\)=\((.*)\)/s.exec(details ?? '') ?? [];
	const field =
		columns
			?.split(', ')
			.at(-1)
			?.replace(/^lower\((.+?)(::\w+)?\)$/, '$1') ?? columnOf(constraint);
	switch (code) {
		case '23514':
			return { ...refused, constraint, sentence: sentenceOf(constraint, message) };
		case '23505': {
			const value = values?.split(', ').at(-1);
			const one = value ? `${wordsOf(field)} ${value}` : `this ${wordsOf(field)}`;
			const taken = `There is one with ${one} already.`;
			return { ...refused, constraint, field, sentence: sentenceOf(constraint, taken) };
		}
		case '23503': {
			const missing = `What was chosen as ${wordsOf(field)} is not there, or no longer.`;
			return { ...refused, constraint, field, sentence: sentenceOf(constraint, missing) };
		}
		case '23502': {
			const column = /column "([^"]+)"/.exec(message)?.[1];
			const sentence = `${capital(wordsOf(column))} is missing.`;
			return { ...refused, field: column, sentence };
		}
		case '42501':
			return {
				...refused,
				sentence: 'You may not do this here.',
				hint: 'Ask an administrator for the permission, or somebody who has it to do this.'
			};
		case 'PGRST116':
			return {
				...refused,
				sentence: 'This is not there, or not for you to see.',
				hint: 'Look for it in the list.'
			};
		default:
			return {
				...refused,
				sentence: `The server does not take this: ${message}`,
				hint: hint ?? undefined
			};
	}
}

/**
 * The column in the name that Postgres gives to a constraint: `purchase_orders_number_key`. It does not
 * say the values, and so not the columns either, of rows that policies guard. Our tables are plurals.
 */
function columnOf(constraint: string | undefined): string | undefined {
	return /^(?:[a-z]+_)*?[a-z]+s_([a-z_]+)_f?key$/.exec(constraint ?? '')?.[1];
}

/** A constraint that is named as a sentence says what it wants; one that Postgres named does not. */
function sentenceOf(constraint: string | undefined, otherwise: string): string {
	return constraint?.includes(' ') ? asSentence(constraint) : otherwise;
}

/** The name of a constraint as a sentence: `Item name has 1 to 120 characters.` */
export function asSentence(constraint: string): string {
	return `${capital(constraint)}.`;
}

function wordsOf(column = 'value'): string {
	return column.replace(/_id$/, '').replaceAll('_', ' ');
}

function capital(text: string): string {
	return text.charAt(0).toUpperCase() + text.slice(1);
}
