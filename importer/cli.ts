import { readFile } from 'node:fs/promises';
import { basename, resolve } from 'node:path';
import { parseArgs, styleText } from 'node:util';
import postgres from 'postgres';
import { Fault, messageOf } from '../local/fault.ts';
import { runningStack } from '../local/stack.ts';
import { readMapping } from './mapping.ts';
import { describeReport } from './report.ts';
import { runImport } from './run.ts';

const usage = `
npm run import -- <mapping.json> <file.csv> --site CODE --place CODE --as E-MAIL

Brings existing records in. What has been brought in already stays; run it again to go on.

  --site CODE   the site whose records they are
  --place CODE  the place at the site where the goods lay and lie
  --as E-MAIL   the person who brings them in; needs the permission "imports.run"
  --dry-run     do all of it, say what would be refused and flagged, and keep nothing
  --db URL      the database; SUPABASE_DB_URL, or the stack that runs here, unless said
  --data DIR    folder of that stack, .lotline unless said`;

const { values, positionals } = parseArgs({
	allowPositionals: true,
	options: {
		site: { type: 'string' },
		place: { type: 'string' },
		as: { type: 'string' },
		'dry-run': { type: 'boolean', default: false },
		db: { type: 'string' },
		data: { type: 'string' },
		help: { type: 'boolean', default: false }
	}
});

try {
	await run();
} catch (error) {
	if (!(error instanceof Fault)) throw error;
	console.error(styleText('red', error.message));
	process.exit(1);
}

async function run(): Promise<void> {
	const [mappingFile, file] = positionals;
	const { site, place, as: person, 'dry-run': dryRun } = values;
	if (values.help || !mappingFile || !file || !site || !place || !person) {
		console.log(usage);
		process.exitCode = values.help ? 0 : 1;
		return;
	}
	const mapping = readMapping((await read(mappingFile)).toString('utf8'));
	const bytes = await read(file);
	const sql = postgres(await databaseUrl(), { max: 1, onnotice: () => {} });
	try {
		const report = await runImport({
			sql,
			mapping,
			bytes,
			fileName: basename(file),
			site,
			place,
			person,
			dryRun,
			onProgress: (done, all) => {
				if (process.stderr.isTTY) process.stderr.write(`\r${done} of ${all} records`);
				if (process.stderr.isTTY && done === all) process.stderr.write('\r\x1b[K');
			}
		});
		console.log(describeReport(report, dryRun));
		if (report.refused.length > 0) process.exitCode = 1;
	} finally {
		await sql.end();
	}
}

async function read(file: string): Promise<Buffer> {
	try {
		return await readFile(file);
	} catch (error) {
		throw new Fault(`${file} cannot be read: ${messageOf(error)}`);
	}
}

async function databaseUrl(): Promise<string> {
	const given = values.db ?? process.env.SUPABASE_DB_URL;
	if (given) return given;
	const running = await runningStack(resolve(values.data ?? '.lotline'));
	if (running) return running.dbUrl;
	throw new Fault(
		'No stack is running here. Start it with "npm run stack", or name the database with --db or SUPABASE_DB_URL.'
	);
}
