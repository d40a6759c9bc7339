import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import YAML from 'yaml';
import { branchRef, BranchName } from '#lib/domain/refs.ts';
import { commitEdits, initRepo } from '#lib/server/git/write.ts';
import { readListing } from '#lib/server/git/objects.ts';
import type { Repo } from '#lib/server/git/exec.ts';
import { canonicalAssets } from '#lib/server/superset/bundle/canonical.ts';
import { CanonicalMemory } from '#lib/server/superset/bundle/memory.ts';
import { treeOfAssets } from '#lib/server/superset/bundle/tree.ts';
import { readBundle, writeZip } from '#lib/server/superset/bundle/zip.ts';
import { ratioRow, timed, type Row } from './measure.ts';

export const LARGE = 'specs/examples/superset/6.1.0/large.zip';
const MAIN = branchRef(BranchName.parse('main'));
const ADA = { name: 'Ada', email: 'ada@example.org' };
const MAX_RSS_MB = 300;

/** A ZIP of 200 charts and 10 datasets into a commit: cold, then with one chart edited; against the bare `yaml` parser. */
export async function zipToCommit(): Promise<Row[]> {
	const zip = new Uint8Array(readFileSync(LARGE));
	const texts = [...(await readBundle(zip)).files]
		.filter(([path]) => path.endsWith('.yaml'))
		.map(([, bytes]) => Buffer.from(bytes).toString('utf8'));
	const at = '200 charts, 10 datasets';
	const edited = await withOneChartEdited(zip);
	const parse = await timed(() => texts.map((text) => YAML.parse(text) as unknown).length);
	const dir = await mkdtemp(join(tmpdir(), 'dashbranch-bench-'));
	try {
		const repo = await initRepo(join(dir, 'one.git'));
		const memory = new CanonicalMemory();
		const first = await timed(() => commitZip(repo, zip, memory));
		const again = await timed(() => commitZip(repo, edited, memory));
		const rss = peakRssMb(dir);
		return [
			ratioRow('ZIP bytes → commit, first time', at, first.ms, { ms: parse.ms, name: 'bare yaml parse' }, 3),
			ratioRow('the same with one chart edited', at, again.ms, { ms: first.ms, name: 'first time' }, 0.25),
			{
				what: 'peak memory of the first time',
				at,
				measured: `${rss} MB`,
				floor: '',
				limit: `≤ ${MAX_RSS_MB} MB`,
				isKept: rss <= MAX_RSS_MB
			}
		];
	} finally {
		await rm(dir, { recursive: true, force: true });
	}
}

/** What an upload does, without the page. */
export async function commitZip(repo: Repo, zip: Uint8Array, memory: CanonicalMemory): Promise<string> {
	const { files } = await readBundle(zip);
	const tree = treeOfAssets(canonicalAssets(files, { memory }));
	const { resolveRef } = await import('#lib/server/git/refs.ts');
	const expected = await resolveRef(repo, MAIN);
	const listing = expected ? await readListing(repo, expected) : new Map<string, string>();
	const edits = new Map([...tree.files].filter(([path]) => listing.get(path) !== tree.oids.get(path)));
	const made = await commitEdits(repo, {
		ref: MAIN,
		expected,
		base: expected,
		edits,
		message: 'bench\n',
		author: ADA,
		at: Date.now()
	});
	return made.commit;
}

async function withOneChartEdited(zip: Uint8Array): Promise<Uint8Array> {
	const { files } = await readBundle(zip);
	const changed = new Map(files);
	const path = [...files.keys()].find((name) => name.startsWith('charts/'))!;
	changed.set(
		path,
		Buffer.from(
			Buffer.from(files.get(path)!)
				.toString('utf8')
				.replace(/^slice_name: .*/m, 'slice_name: Edited by the bench')
		)
	);
	return writeZip('bench', changed);
}

/** In a process of its own, since a process never gives its peak back. */
function peakRssMb(dir: string): number {
	const child = spawnSync(process.execPath, [process.argv[1]!, '--peak-rss', dir], { encoding: 'utf8' });
	const found = /peak (\d+)/.exec(child.stdout);
	if (!found) throw new Error(`The memory could not be measured: ${child.stderr}`);
	return Number(found[1]);
}

/** The child's part of {@link peakRssMb}. */
export async function printPeakRss(dir: string): Promise<void> {
	const repo = await initRepo(join(dir, 'rss.git'));
	await commitZip(repo, new Uint8Array(readFileSync(LARGE)), new CanonicalMemory());
	console.log(`peak ${Math.round(process.resourceUsage().maxRSS / 1024)}`);
}
