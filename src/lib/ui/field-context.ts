import { createContext } from 'svelte';

/** What a control needs to know of the field it stands in. */
export interface FieldContext {
	readonly id: string | undefined;
	/** Id of the label, for a control that is several elements. */
	readonly labelId: string | undefined;
	/** Ids of its hint and its error, as aria-describedby takes them. */
	readonly describedBy: string | undefined;
	readonly invalid: boolean;
}

const [get, setField, has] = createContext<FieldContext>();

/** A control outside a field (a filter above a table) brings its own `aria-label`. */
const alone: FieldContext = {
	id: undefined,
	labelId: undefined,
	describedBy: undefined,
	invalid: false
};

export { setField };

export const getField = (): FieldContext => (has() ? get() : alone);
