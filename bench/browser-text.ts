import type { Oid } from '#lib/domain/ids.ts';
import { BranchName, branchRef, type RefName } from '#lib/domain/refs.ts';
import type { Repo } from '#lib/server/git/exec.ts';
import { readFiles } from '#lib/server/git/objects.ts';
import { resolveRef } from '#lib/server/git/refs.ts';
import { commitEdits } from '#lib/server/git/write.ts';
import type { Opened } from './browser.ts';
import { absoluteRow, type Row } from './measure.ts';

const RUNS = 5;
const LONG_LINES = 9000;
const LONG_CHANGES = 300;

/** A person's pointer is on a link for about so long before they press; the page asks for what is behind it meanwhile. */
const HOVER_MS = 200;

/** How long “Text” takes on a page that is there already, and how it scrolls. */
export async function textRows({ url, newPage }: Opened, path: string): Promise<Row[]> {
	const paints: Paint[] = [];
	const hovered: number[] = [];
	const shares: number[] = [];
	for (let run = -1; run < RUNS; run += 1) {
		const page = await newPage();
		await page.goto(url + path, { waitUntil: 'networkidle' });
		const paint = await page.evaluate(paintOfText);
		const late = await page.evaluate(lateFrames);
		await page.goto(url + path, { waitUntil: 'networkidle' });
		await page.getByRole('link', { name: 'Text', exact: true }).hover();
		await page.waitForTimeout(HOVER_MS);
		const { fromPress } = await page.evaluate(paintOfText);
		await page.context().close();
		if (run < 0) continue;
		paints.push(paint);
		hovered.push(fromPress);
		shares.push(late);
	}
	const middle = (all: number[]) => all.sort((a, b) => a - b)[Math.floor(all.length / 2)]!;
	const late = middle(shares);
	const cold = middle(paints.map(({ fromPress }) => fromPress));
	return [
		{
			...absoluteRow(
				'text diff: from its lines to the paint',
				`${LONG_LINES} lines, ${LONG_CHANGES} changed`,
				middle(paints.map(({ fromLines }) => fromLines)),
				150
			),
			floor: `${Math.round(cold)} ms from a press out of nowhere`
		},
		absoluteRow('text diff: from the press to the paint', `after a pointer of ${HOVER_MS} ms`, middle(hovered), 150),
		{
			what: 'text diff: frames later than 25 ms while scrolling',
			at: '″',
			measured: `${(late * 100).toFixed(1)} %`,
			floor: '',
			limit: '≤ 2 %',
			isKept: late <= 0.02
		}
	];
}

/** Milliseconds until the lines were painted. */
interface Paint {
	readonly fromPress: number;
	/** Since their data had come. */
	readonly fromLines: number;
}

/** Runs in the page. */
async function paintOfText(): Promise<Paint> {
	const link = [...document.querySelectorAll('a')].find(({ textContent }) => textContent?.trim() === 'Text');
	if (!link) throw new Error('There is no link to the text.');
	const start = performance.now();
	link.click();
	while (!document.querySelector('[role=table] [data-row]')) await new Promise(requestAnimationFrame);
	// The frame in which the lines are laid out is the next one to be painted.
	await new Promise(requestAnimationFrame);
	const end = performance.now();
	const asked = performance.getEntriesByType('resource').filter(({ name }) => name.includes('__data.json'));
	const came = Math.max(start, ...asked.map((entry) => (entry as PerformanceResourceTiming).responseEnd));
	return { fromPress: end - start, fromLines: end - came };
}

/** Runs in the page: of the frames of two seconds of scrolling, the share of those that came late. */
async function lateFrames(): Promise<number> {
	const gaps: number[] = [];
	let last = performance.now();
	const until = last + 2_000;
	while (last < until) {
		window.scrollBy(0, 60);
		await new Promise(requestAnimationFrame);
		const now = performance.now();
		gaps.push(now - last);
		last = now;
	}
	return gaps.filter((gap) => gap > 25).length / gaps.length;
}

/** A branch on which a dataset has a long SQL, and the default branch with some lines of it changed. */
export async function addLongSql(repo: Repo, author: { readonly name: string; readonly email: string }): Promise<void> {
	const main = branchRef(BranchName.parse('main'));
	const head = await resolveRef(repo, main);
	const [path, bytes] = [...(await readFiles(repo, head!))].find(([name]) => name.startsWith('datasets/'))!;
	const text = Buffer.from(bytes)
		.toString()
		.replace(/^sql: .*\n/m, '');
	const sql = (isChanged: boolean) =>
		Array.from({ length: LONG_LINES }, (_, at) => {
			const isNew = isChanged && at % (LONG_LINES / LONG_CHANGES) === 1;
			return `  SUM(CASE WHEN kind = ${at} THEN ${isNew ? 'net_amount' : 'amount'} END) AS column_${at},`;
		}).join('\n');
	const commit = (ref: RefName, base: Oid | null, isChanged: boolean) =>
		commitEdits(repo, {
			...{ ref, expected: ref === main ? base : null, base, message: 'long\n', author, at: Date.now() },
			edits: new Map([[path, Buffer.from(`${text}sql: |-\n${sql(isChanged)}\n`)]])
		});
	await commit(branchRef(BranchName.parse('long')), head, false);
	await commit(main, head, true);
}
