/**
 * A file with the columns and the traps of Laboratory.csv (see importer/README.md), made anew at each
 * run of the tests, so that they need nothing that is not ours.
 */

const MONTHS = ['nov.18', 'dec.18', 'jan.19', 'maj.19', 'avg.19', 'okt.19'];
const PRODUCTS = [
	{ code: '1', strength: '5MG', size: 240_000 },
	{ code: '6', strength: '10M', size: 2_400_000 },
	{ code: '17', strength: '20M', size: 960_000 },
	{ code: '14', strength: '5MG', size: 4_800_000 },
	{ code: '4', strength: '40M', size: 583_000 }
];

export const BATCHES = 60;

/** What is impossible in the made file, by the number of the batch. */
const IMPOSSIBLE: Record<number, Record<string, string>> = {
	9: { tbl_max_hardness: '0' },
	14: { fct_min_hardness: '0' },
	22: { tbl_rsd_weight: '9.9' },
	31: { batch_yield: '100.379' },
	36: { tbl_yield: '100.805', batch_yield: '100.909' },
	40: { fct_min_thickness: '3.6' }
};

/** Each flag of the made file: line, record, finding. */
export const MADE_FLAGS = [
	[10, 'TABLET-9', 'tbl_max_hardness 0 N is below 5'],
	[10, 'TABLET-9', 'tbl_max_hardness 0 is below tbl_min_hardness 57.5'],
	[15, 'TABLET-14', 'fct_min_hardness 0 N is below 5'],
	[23, 'TABLET-22', 'tbl_rsd_weight 9.9 % is above 6'],
	[32, 'TABLET-31', 'batch_yield 100.379 % is above 100'],
	[37, 'TABLET-36', 'tbl_yield 100.805 % is above 100'],
	[37, 'TABLET-36', 'batch_yield 100.909 % is above 100'],
	[41, 'TABLET-40', 'fct_max_thickness 3.5 is below fct_min_thickness 3.6']
];

export function makeFile(): Buffer {
	const rows = Array.from({ length: BATCHES }, (_, n) => rowOf(n + 1));
	const columns = Object.keys(rows[0]!);
	const lines = [columns, ...rows.map((row) => columns.map((column) => row[column]!))];
	return Buffer.from(lines.map((cells) => `${cells.join(';')}\r\n`).join(''));
}

function rowOf(n: number): Record<string, string> {
	const product = PRODUCTS[n % PRODUCTS.length]!;
	const lot = (every: number) => Math.ceil(n / every);
	// Spread over its lots' figures, the same at each run.
	const figure = (base: number, seed: number) =>
		String(Math.round((base + (seed % 7) / 10) * 1000) / 1000);
	const [api, smcc, lactose, starch] = [(lot(4) % 6) + 1, lot(13), lot(17), lot(20)];
	const apiCode = (lot(9) % 3) + 1;
	return {
		batch: String(n),
		code: product.code,
		strength: product.strength,
		size: String(product.size),
		start: MONTHS[Math.floor(((n - 1) * MONTHS.length) / BATCHES)]!,
		api_code: String(apiCode),
		api_batch: String(api),
		smcc_batch: String(smcc),
		lactose_batch: String(lactose),
		starch_batch: String(starch),
		api_water: figure(1, api),
		api_total_impurities: n % 3 ? '0.2' : ' '.repeat(42),
		api_l_impurity: '',
		api_content: figure(94, apiCode),
		api_ps01: figure(1, api),
		api_ps05: figure(18, api),
		api_ps09: figure(110, api),
		lactose_water: '0.05',
		lactose_sieve0045: figure(17, lactose),
		lactose_sieve015: figure(50, lactose),
		lactose_sieve025: figure(82, lactose),
		smcc_water: n === 30 ? '4.9' : figure(4.2, smcc),
		smcc_td: '0.45',
		smcc_bd: '0.33',
		smcc_ps01: figure(31, smcc),
		smcc_ps05: figure(112, smcc),
		smcc_ps09: figure(245, smcc),
		starch_ph: figure(4.4, starch),
		starch_water: figure(3, starch),
		tbl_min_thickness: '3.2',
		tbl_max_thickness: '3.3',
		fct_min_thickness: '3.4',
		fct_max_thickness: '3.5',
		tbl_min_weight: n % 11 ? '110' : '',
		tbl_max_weight: n % 11 ? '116' : '',
		tbl_rsd_weight: figure(0.5, n),
		fct_rsd_weight: figure(0.6, n),
		tbl_min_hardness: '57.5',
		tbl_max_hardness: figure(68, n),
		tbl_av_hardness: '46',
		fct_min_hardness: '37',
		fct_max_hardness: figure(56, n),
		fct_av_hardness: '62.72',
		tbl_max_diameter: '6.1',
		fct_max_diameter: '6.1',
		tbl_tensile: `1.41269831${n % 10}`,
		fct_tensile: `1.92618344${n % 10}`,
		tbl_yield: figure(95, n),
		batch_yield: figure(94, n),
		dissolution_av: '93.83333333',
		dissolution_min: '86',
		resodual_solvent: '0.06',
		impurities_total: '0.33',
		impurity_o: '0.05',
		impurity_l: '0.16',
		...IMPOSSIBLE[n]
	};
}
