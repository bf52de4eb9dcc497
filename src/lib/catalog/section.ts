import type { Component } from 'svelte';
import type { z } from 'zod';
import type { Json } from '#lib/database.types.ts';
import type { ListPage, ListQuery } from '#lib/reads.ts';
import type { Option } from '#lib/ui/options.ts';
import type { Column, Filter } from '#lib/ui/table/types.ts';

/** A row of a master, as the editor of all masters sees it. */
export type MasterRow = Record<string, unknown> & { active: boolean };

/** What a field of a form keeps; '' and null are empty. */
export type Value = Json;
export type Values = Record<string, Value>;

/** A value that is a text: the unit beside a figure. */
export const textOf = (value: Value | undefined): string =>
	typeof value === 'string' ? value : '';

interface AnyField {
	/** The column. */
	key: string;
	label: () => string;
	/** What it means, and how it is written. */
	hint?: () => string;
	/** Heads the fields from here on. */
	heading?: () => string;
	optional?: boolean;
	/** Said once and never changed, because records refer to it. */
	fixed?: boolean;
	/** Whether it is asked for at all; else it is empty. */
	when?: (values: Values) => boolean;
}

/** What a control of a master's own is given. */
export interface OwnControlProps {
	value: Value;
	values: Values;
	/** What its field brings along. */
	context: unknown;
	disabled: boolean;
	set: (value: Value) => void;
}

/** A column of a master, as its form asks for it. Its limits are the schema's. */
export type MasterField<Row = MasterRow> = AnyField &
	(
		| { as: 'text'; letters?: 'upper' | 'lower' }
		| { as: 'long'; most: number }
		| { as: 'number'; unit?: (values: Values) => string }
		| { as: 'choice'; options: () => Option[] }
		/** A time of the day. */
		| { as: 'time' }
		| { as: 'switch' }
		/** A list of words, one a line. */
		| { as: 'lines' }
		| {
				as: 'own';
				control: Component<OwnControlProps>;
				context: unknown;
				words: (value: Value) => string;
		  }
		| {
				as: 'lookup';
				/** What can be chosen at a site. */
				load: (search: string, siteId: string, signal: AbortSignal) => Promise<Option[]>;
				/** What is chosen, of a row as it is listed. */
				chosen: (row: Row) => Option | null;
		  }
	);

/** A master: its form, and how it is added to and changed. `New` is what its table takes. */
export interface Master<Row = MasterRow, New = Values> {
	/** “Add an item”. */
	addLabel: () => string;
	/** Of the database's matrix. */
	permission: string;
	/** Its table with the schema, as the audit calls it. */
	relation: string;
	schema: z.ZodObject;
	fields: MasterField<Row>[];
	/** Its key, as the audit writes it. */
	idOf: (row: Row) => string;
	/** What people call it in a sentence. */
	nameOf: (row: Row) => string;
	/** @throws Refusal */
	add: (values: New, siteId: string) => Promise<unknown>;
	/** @throws Refusal CHANGED_MEANWHILE and others */
	change: (before: Row, after: Partial<New> | { active: boolean }) => Promise<unknown>;
	/** The row as it is listed, of the row as the table has it. @throws Refusal */
	read: (row: Row) => Promise<Row>;
}

/** A master that is shown as a table. */
export interface Section<Row = MasterRow, New = Values> extends Master<Row, New> {
	label: () => string;
	searchLabel: () => string;
	columns: () => Column<Row>[];
	/** Beside whether it is in use. */
	filters?: () => Promise<Filter[]> | Filter[];
	empty: () => { title: string; sentence: string };
	/** @throws Refusal */
	list: (query: SectionQuery, signal: AbortSignal) => Promise<ListPage<Row>>;
}

export interface SectionQuery extends ListQuery {
	siteId: string;
	active: boolean | undefined;
	/** Chosen options by the filters' keys. */
	filters: Record<string, string>;
}

/** A master written with the types of its table, for the editor of all, which knows only columns. */
export const general = <Row, New>(master: Master<Row, New>): Master => master as unknown as Master;

/** The same for one that is shown as a table. */
export const generalSection = <Row, New>(section: Section<Row, New>): Section =>
	section as unknown as Section;

/** Options that have what was typed in them, whatever its case. */
export function fitting<Value extends string>(
	options: Option<Value>[],
	search: string
): Option<Value>[] {
	const wanted = search.toLocaleLowerCase();
	return options.filter(({ label, note = '' }) =>
		`${label} ${note}`.toLocaleLowerCase().includes(wanted)
	);
}
