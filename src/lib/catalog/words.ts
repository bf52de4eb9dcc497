import type { ItemKind } from '#lib/catalog/items.ts';
import type { PartnerKind } from '#lib/catalog/partners.ts';
import type { PlaceKind } from '#lib/catalog/places.ts';
import type { ReasonPurpose } from '#lib/catalog/reasons.ts';
import { m } from '#lib/paraglide/messages.js';
import type { Option } from '#lib/ui/options.ts';

/** What people call the kinds that the catalogue knows. */

export const itemKinds: Record<ItemKind, () => string> = {
	raw: m.catalog_kind_raw,
	intermediate: m.catalog_kind_intermediate,
	finished: m.catalog_kind_finished,
	packaging: m.catalog_kind_packaging,
	trade: m.catalog_kind_trade
};

export const partnerKinds: Record<PartnerKind, () => string> = {
	vendor: m.catalog_kind_vendor,
	customer: m.catalog_kind_customer,
	retailer: m.catalog_kind_retailer,
	distributor: m.catalog_kind_distributor
};

export const placeKinds: Record<PlaceKind, () => string> = {
	storage: m.catalog_kind_storage,
	floor: m.catalog_kind_floor,
	quality: m.catalog_kind_quality,
	dispatch: m.catalog_kind_dispatch,
	vendor: m.catalog_kind_vendor,
	customer: m.catalog_kind_customer,
	process: m.catalog_kind_process,
	loss: m.catalog_kind_loss,
	adjustment: m.catalog_kind_adjustment
};

export const reasonPurposes: Record<ReasonPurpose, () => string> = {
	adjustment: m.catalog_purpose_adjustment,
	downtime: m.catalog_purpose_downtime,
	deviation: m.catalog_purpose_deviation,
	hold: m.catalog_purpose_hold,
	override: m.catalog_purpose_override,
	rejection: m.catalog_purpose_rejection
};

export const dimensions: Record<string, () => string> = {
	mass: m.catalog_dimension_mass,
	volume: m.catalog_dimension_volume,
	count: m.catalog_dimension_count,
	length: m.catalog_dimension_length,
	time: m.catalog_dimension_time,
	temperature: m.catalog_dimension_temperature,
	ratio: m.catalog_dimension_ratio,
	other: m.catalog_dimension_other
};

export const fieldTypes: Record<string, () => string> = {
	number: m.catalog_type_number,
	text: m.catalog_type_text,
	boolean: m.catalog_type_boolean,
	choice: m.catalog_type_choice
};

/** Words to choose from. */
export const optionsOf = <Value extends string>(
	words: Record<Value, () => string>,
	only = Object.keys(words) as Value[]
): Option<Value>[] => only.map((value) => ({ value, label: words[value]() }));
