import { createContext } from 'svelte';

/** What a control needs to know of the field it stands in. */
export interface FieldContext {
	readonly id: string;
	/** Ids of its hint and its error, as aria-describedby takes them. */
	readonly describedBy: string | undefined;
	readonly invalid: boolean;
}

export const [getField, setField] = createContext<FieldContext>();
