import type { Machine } from '#lib/catalog/machines.ts';
import { m } from '#lib/paraglide/messages.js';
import type { RecentLog } from '#lib/production/stage-logs.ts';
import type { ShiftBoard } from '#lib/production/types.ts';
import type { Option } from '#lib/ui/options.ts';

/** As many names as one looks through. */
const MOST_NAMES = 4;

/** Who was at the machines last: in this shift first, else at this stage. */
export function operatorsOf({ logged }: ShiftBoard, recent: RecentLog[]): string[] {
	const names = [
		...logged.map(({ operator }) => operator),
		...recent.map(({ operator_name }) => operator_name)
	];
	return [...new Set(names)].slice(0, MOST_NAMES);
}

/** Only somebody who was at a machine in this shift is taken for granted. */
export function usualOperator({ logged }: ShiftBoard): string {
	return logged[0]?.operator ?? '';
}

/** What a machine is busy with, by its code. */
function busyWith({ batches, downtimes }: ShiftBoard): Record<string, string> {
	const running = batches.flatMap(({ code, last }) =>
		last && !last.ended_at ? [[last.machine, m.production_machine_runs({ batch: code })]] : []
	);
	const down = downtimes.map(({ machine, reason }) => [
		machine,
		m.production_machine_down({ reason })
	]);
	return Object.fromEntries([...running, ...down]) as Record<string, string>;
}

/** The machines, with those that have done this stage first, and what keeps each of them. */
export function machineChoices(
	machines: Machine[],
	recent: RecentLog[],
	board: ShiftBoard
): Option[] {
	const turn = (id: string) => {
		const found = recent.findIndex(({ machine_id }) => machine_id === id);
		return found < 0 ? recent.length : found;
	};
	const busy = busyWith(board);
	return [...machines]
		.sort((one, other) => turn(one.id) - turn(other.id))
		.map(({ id, code, name }) => ({
			value: id,
			label: `${code} ${name}`,
			note: busy[code]
		}));
}

/** The machine that did this stage last and is free; nothing where that is unknown. */
export function usualMachine(machines: Machine[], recent: RecentLog[], board: ShiftBoard): string {
	const busy = busyWith(board);
	const free = recent
		.map(({ machine_id }) => machines.find(({ id }) => id === machine_id))
		.find((machine) => machine && !(machine.code in busy));
	return free?.id ?? '';
}
