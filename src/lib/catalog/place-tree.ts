import type { Place } from '#lib/catalog/places.ts';

/** A place with those that lie in it, by code. */
export interface PlaceNode {
	place: Place;
	inside: PlaceNode[];
}

/**
 * The tree of a site's places. What lies in a place that is not among them stands at the top.
 * @param places by code
 */
export function treeOf(places: Place[]): PlaceNode[] {
	const nodes = new Map(places.map((place) => [place.id, { place, inside: [] as PlaceNode[] }]));
	const roots: PlaceNode[] = [];
	for (const node of nodes.values()) {
		const parent = node.place.parent_id ? nodes.get(node.place.parent_id) : undefined;
		(parent?.inside ?? roots).push(node);
	}
	return roots;
}

/** Only what fits, with what it lies in. */
export function fittingTree(nodes: PlaceNode[], fits: (place: Place) => boolean): PlaceNode[] {
	return nodes.flatMap(({ place, inside }) => {
		const below = fittingTree(inside, fits);
		return fits(place) || below.length ? [{ place, inside: below }] : [];
	});
}
