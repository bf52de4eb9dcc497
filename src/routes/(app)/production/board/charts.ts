import { resolve } from '$app/paths';
import { m } from '#lib/paraglide/messages.js';
import { lastStageOf, shiftsOf, sumOf } from '#lib/production/plant.ts';
import type { PlantTrends } from '#lib/production/types.ts';
import type { ChartPoint, ChartSeries } from '#lib/ui/charts/types.ts';
import { formatDay, formatWeekday } from '#lib/ui/format.ts';

const DAY = 24 * 60 * 60_000;

const COLORS: ChartSeries['color'][] = [1, 2, 5, 3, 4];

/** The days of the trends, the oldest first. */
export function pointsOf({ from, until }: PlantTrends): ChartPoint[] {
	const count = Math.round((Date.parse(until) - Date.parse(from)) / DAY) + 1;
	return Array.from({ length: count }, (_, index) => {
		const key = new Date(Date.parse(from) + index * DAY).toISOString().slice(0, 10);
		return {
			key,
			label: `${formatWeekday(key)} ${formatDay(key)}`,
			short: count > 10 ? formatDay(key).slice(0, -5) : formatWeekday(key)
		};
	});
}

/** Where the stages are listed that ended on some days or in a run. */
export function stagesHref(query: {
	from?: string;
	until?: string;
	run?: string;
	stage?: string;
}): string {
	const given = Object.entries(query).filter(([, value]) => value !== undefined);
	return `${resolve('/(app)/production/board/stages')}?${new URLSearchParams(given)}`;
}

/** Output by shift. */
export function outputChart(trends: PlantTrends, points: ChartPoint[]): ChartSeries[] {
	const { shifts } = trends;
	const stage = lastStageOf(trends);
	const runOf = (date: string, code: string) =>
		shifts.find(({ business_date, shift }) => business_date === date && shift === code);
	const codes = [...new Set(shifts.map(({ shift }) => shift))].sort();
	return codes.map((code, index) => ({
		key: code,
		label: m.shell_shift({ code }),
		color: COLORS[index % COLORS.length]!,
		values: points.map(({ key }) => runOf(key, code)?.output ?? null),
		href: ({ key }) => stagesHref({ run: runOf(key, code)?.run, stage })
	}));
}

/** The yield of each day, and the least that its stages' bands ask for. */
export function yieldChart(
	trends: PlantTrends,
	points: ChartPoint[]
): { series: ChartSeries[]; least: (number | null)[] } {
	const stage = lastStageOf(trends);
	const days = points.map(({ key }) => sumOf(shiftsOf(trends.shifts, key)));
	const series: ChartSeries = {
		key: 'yield',
		label: m.board_yield_series(),
		color: 1,
		values: days.map(({ yieldPercent }) => yieldPercent),
		href: ({ key }) => stagesHref({ from: key, until: key, stage })
	};
	return { series: [series], least: days.map(({ yieldMinPercent }) => yieldMinPercent) };
}

/** Hours of standstill by reason, the reason of most of them first. */
export function downtimeChart({ downtimes }: PlantTrends, points: ChartPoint[]): ChartSeries[] {
	const reasons = Object.values(Object.groupBy(downtimes, ({ reason_id: id }) => id)).map(
		(days) => ({
			days: days!,
			total: days!.reduce((sum, { minutes }) => sum + minutes, 0)
		})
	);
	return reasons
		.sort((one, other) => other.total - one.total)
		.map(({ days }, index) => ({
			key: days[0]!.reason_id,
			label: days[0]!.reason,
			color: COLORS[index % COLORS.length]!,
			values: points.map(({ key }) => {
				const day = days.find(({ date }) => date === key);
				return day ? day.minutes / 60 : null;
			}),
			href: ({ key }) =>
				`${resolve('/(app)/production/board/downtimes')}?from=${key}&until=${key}&reason=${days[0]!.reason_id}`
		}));
}
