interface Place {
	id: string;
	parent_id: string | null;
	code: string;
	name: string;
}

/**
 * Places in the order of their tree, each below the one it lies in.
 * @returns with `path`, the names from the outermost place: `Warehouse 2 › Aisle 1`
 */
export function inTree<P extends Place>(places: P[]): (P & { path: string; depth: number })[] {
	const known = new Set(places.map(({ id }) => id));
	const below = (parent: string | null, path: string[]): (P & { path: string; depth: number })[] =>
		places
			// A place whose parent is not shown stands where that would.
			.filter(({ parent_id }) => (known.has(parent_id ?? '') ? parent_id : null) === parent)
			.sort((one, other) => one.code.localeCompare(other.code))
			.flatMap((place) => {
				const names = [...path, place.name];
				return [
					{ ...place, path: names.join(' › '), depth: path.length },
					...below(place.id, names)
				];
			});
	return below(null, []);
}
