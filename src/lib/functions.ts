import { FunctionsFetchError, FunctionsHttpError } from '@supabase/supabase-js';
import { connection } from '#lib/connection.svelte.ts';
import { refusalFrom, refusalOf, type ErrorAnswer, type Refusal } from '#lib/refusal.ts';
import { supabase } from '#lib/supabase.ts';

/**
 * Calls an edge function with JSON, as the person signed in.
 * @throws Refusal
 */
export async function invoke<T>(name: string, body: Record<string, unknown>): Promise<T> {
	const answer = await supabase.functions.invoke<T>(name, { body });
	const error: unknown = answer.error;
	connection.report(!(error instanceof FunctionsFetchError));
	if (error) throw await refusalOfFunction(error);
	return answer.data as T;
}

/** Functions refuse in the words of the Data API. */
async function refusalOfFunction(error: unknown): Promise<Refusal> {
	if (!(error instanceof FunctionsHttpError)) return refusalFrom(error);
	const response = error.context as Response;
	const text = await response.text();
	return refusalOf(answerIn(text), response.status);
}

/** What a function says in its answer, or that it says nothing. */
export function answerIn(text: string): ErrorAnswer {
	try {
		return JSON.parse(text) as ErrorAnswer;
	} catch {
		return { message: text.slice(0, 200) };
	}
}
