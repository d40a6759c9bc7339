import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { isAsSound } from '#lib/domain/layout-flaws.ts';
import type { Conflict } from '#lib/domain/merge/conflict.ts';
import { isExpression } from '#lib/domain/merge/one-thing.ts';
import { isList, isMapping, mapping, type Mapping } from '#lib/domain/value.ts';
import { parseYaml, writeYaml } from '#lib/server/superset/bundle/yaml.ts';
import { exampleTree } from '#tests/support/bundle/example.ts';
import { valueAt } from '#tests/support/bundle/edit.ts';
import fc from '#tests/support/fast-check.ts';
import { afterEdits, contentsOf, type Contents, type Edit } from '#tests/support/merge/edited.ts';
import { merge } from '#tests/support/merge/three.ts';

const CASES = 250;
const SQL = Array.from({ length: 14 }, (_, at) => `line ${at} of the query`).join('\n');
const folder = mkdtempSync(join(tmpdir(), 'dashbranch-lines-'));
afterAll(() => rmSync(folder, { recursive: true }));

const base: Contents = new Map(
	[...contentsOf(await exampleTree('6.1.0/sales-overview'))].map(([key, content]) => [
		key,
		key.startsWith('dataset ') ? mapping([...Object.entries(content), ['sql', SQL]]) : content
	])
);

/** What people do, as often as they do it: most edit and add, few take charts away. */
const WORK = Object.entries({
	...{ 'chart control': 6, 'chart filter': 3, 'chart dimension': 3, 'chart name': 1, 'chart type': 1, 'chart more': 3 },
	...{ 'sql line': 3, 'column more': 2, 'column less': 1, 'metric expression': 2, 'css line': 1, colour: 2, title: 1 },
	...{ 'filter more': 2, 'filter name': 1, 'filter less': 1, 'tile height': 4, 'tile moved': 4, 'tile text': 2 },
	...{ 'tile gone': 1, 'row more': 3, 'row gone': 1, 'tab more': 2, 'order turned': 1 }
}).flatMap(([kind, often]) => Array.from({ length: kind.endsWith(' gone') ? often : often * 2 }, () => kind));

interface Lines {
	readonly conflicts: number;
	/** Of files that merged without a conflict. */
	readonly merged: ReadonlyMap<string, string>;
}

/** What git makes of the same files: of those that both sides changed line by line, of the others the one that changed. */
function mergeLines(mine: Contents, theirs: Contents): Lines {
	let conflicts = 0;
	const merged = new Map<string, string>();
	const text = (side: Contents, key: string) => (side.has(key) ? writeYaml(side.get(key)!) : undefined);
	for (const key of new Set([...base.keys(), ...mine.keys(), ...theirs.keys()])) {
		const [was, ours, other] = [text(base, key), text(mine, key), text(theirs, key)];
		if (ours === other || was === other) {
			if (ours !== undefined) merged.set(key, ours);
		} else if (was === ours) {
			if (other !== undefined) merged.set(key, other);
		} else if (ours === undefined || other === undefined) conflicts += 1;
		else {
			const files = ['mine', 'base', 'theirs'].map((name) => join(folder, name));
			[ours, was ?? '', other].forEach((content, at) => writeFileSync(files[at]!, content));
			const { status } = spawnSync('git', ['merge-file', '-q', ...files]);
			conflicts += Math.max(status ?? 0, 0);
			if (status === 0) merged.set(key, readFileSync(files[0]!, 'utf8'));
		}
	}
	return { conflicts, merged };
}

/** Why it is right to ask although git merges the lines; `null` where there is no reason. */
function whyAsked(
	{ kind, asset, path, mine, theirs }: Conflict,
	{ merged }: Lines,
	sides: readonly Contents[]
): string | null {
	const key = `${asset.kind} ${asset.uuid}`;
	if (kind === 'removed') return 'one side removed what the other changed or points at';
	if (isList(mine) || isList(theirs) || isExpression(mine) || isExpression(theirs))
		return 'halves of two things are no thing';
	if (path[0] === 'position') {
		const position = valueAt(parseYaml(merged.get(key) ?? ''), ['position']);
		if (!isMapping(position)) return null;
		const isSound = sides.some((side) => isAsSound(position, valueAt(side.get(key), ['position']) as Mapping));
		if (!isSound || kind === 'width')
			return 'the lines make a layout that does not hang together, or a row that is too wide';
	}
	return null;
}

/** For who runs this file alone to see the counts. */
const say = (line: string) => process.stdout.write(`${line}\n`);

test('MERGE-60 it asks at most a quarter of what git asks, and never without a reason where git does not', () => {
	const edits = fc.array(fc.record({ what: fc.nat(999), which: fc.nat(999), how: fc.nat(999) }), {
		minLength: 2,
		maxLength: 7
	});
	const counts = { git: 0, ours: 0, cases: 0, casesOfGit: 0, casesOfOurs: 0 };
	const reasons = new Map<string, number>();
	const check = (some: Edit[], others: Edit[]) => {
		const [mine, theirs] = [afterEdits(base, some, WORK), afterEdits(base, others, WORK)];
		const { conflicts } = merge(base, mine, theirs);
		const lines = mergeLines(mine, theirs);
		counts.cases += 1;
		counts.git += lines.conflicts;
		counts.ours += conflicts.length;
		counts.casesOfGit += Number(lines.conflicts > 0);
		counts.casesOfOurs += Number(conflicts.length > 0);
		if (lines.conflicts > 0) return;
		for (const conflict of conflicts) {
			const why = whyAsked(conflict, lines, [mine, theirs]);
			expect(why, `${conflict.id} is asked, and git merges it`).not.toBeNull();
			reasons.set(why!, (reasons.get(why!) ?? 0) + 1);
		}
	};
	fc.assert(fc.property(edits, edits, check), { numRuns: CASES });
	say(
		`${counts.cases} cases: ${counts.ours} questions in ${counts.casesOfOurs}, where a merge of lines has ${counts.git} conflicts in ${counts.casesOfGit}`
	);
	for (const [why, count] of reasons) say(`asked where lines merge, ${count} times: ${why}`);
	expect(counts.casesOfGit).toBeGreaterThan(counts.cases / 5);
	expect(counts.ours).toBeLessThanOrEqual(counts.git / 4);
});
