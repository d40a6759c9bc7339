import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { diffLines } from '#lib/server/text-diff/diff-lines.ts';
import { absoluteRow, median, ratioRow, type Row } from './measure.ts';

const LINES = 9000;
const CHANGES = 300;

/** Two forms of a large dataset as files have it: 9,000 lines, 300 of them changed. */
function twoForms(): { readonly before: string; readonly after: string } {
	const line = (at: number): string =>
		[
			`- column_name: column_${at}`,
			`  verbose_name: Column number ${at}`,
			'  type: NUMERIC',
			`  expression: SUM(CASE WHEN kind = ${at} THEN amount END)`
		][at % 4] ?? '';
	const before = Array.from({ length: LINES }, (_, at) => line(at));
	const after = before.map((text, at) => (at % (LINES / CHANGES) === 1 ? `${text} (net)` : text));
	return { before: `${before.join('\n')}\n`, after: `${after.join('\n')}\n` };
}

/** Lining up two forms of a long file, and two that have every line but none in its place. */
export async function textDiff(): Promise<Row[]> {
	const { before, after } = twoForms();
	const folder = mkdtempSync(join(tmpdir(), 'dashbranch-bench-'));
	try {
		for (const [name, text] of Object.entries({ before, after })) writeFileSync(join(folder, name), text);
		const arguments_ = ['diff', '--no-index', '--no-ext-diff', 'before', 'after'];
		const floor = await median(5, () => spawnSync('git', arguments_, { cwd: folder }), { warm: true });
		const own = await median(9, () => diffLines(before, after, { path: 'a.yaml' }), { warm: true });
		const lines = before.split('\n').slice(0, -1);
		const moved = lines.map((_, at) => lines[(at * 7919) % LINES] ?? '').join('\n');
		const worst = await median(3, () => diffLines(before, moved, { path: 'a.yaml' }));
		const at = `${LINES} lines, ${CHANGES} changed`;
		return [
			ratioRow('text diff', at, own, { ms: floor, name: 'git diff --no-index' }, 4),
			absoluteRow('text diff', at, own, 150),
			absoluteRow('text diff, gives up', `${LINES} lines, all moved`, worst, 600)
		];
	} finally {
		rmSync(folder, { recursive: true, force: true });
	}
}
