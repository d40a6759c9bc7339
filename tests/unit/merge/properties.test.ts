import { expect, test } from 'vitest';
import { differencesOf } from '#lib/domain/compare/differences.ts';
import { isAsSound } from '#lib/domain/layout-flaws.ts';
import type { Choice, Conflict } from '#lib/domain/merge/conflict.ts';
import { mergeAssets, type MergedAssets } from '#lib/domain/merge/merge.ts';
import { isEqual, isList, isMapping, mapping, type Mapping, type Value } from '#lib/domain/value.ts';
import { parseJson, writeJson } from '#lib/server/superset/bundle/json.ts';
import { exampleTree } from '#tests/support/bundle/example.ts';
import { valueAt } from '#tests/support/bundle/edit.ts';
import fc from '#tests/support/fast-check.ts';
import { afterEdits, assetsIn, contentsOf, usesIn, type Contents } from '#tests/support/merge/edited.ts';

/** Seven properties: more than 10,000 cases. */
const RUNS = 1_500;
const SQL = Array.from({ length: 14 }, (_, at) => `line ${at} of the query`).join('\n');

/** A recorded dashboard whose datasets are all made by SQL, and whose charts ask for little. */
const base: Contents = new Map(
	[...contentsOf(await exampleTree('6.1.0/sales-overview'))].map(([key, content]) => {
		const own = key.startsWith('dataset ') ? [['sql', SQL] as const] : [];
		const small = key.startsWith('chart ') ? [['query_context', '{"queries": []}'] as const] : [];
		return [key, mapping([...Object.entries(content), ...own, ...small])];
	})
);

const edit = fc.record({ what: fc.nat(99), which: fc.nat(30), how: fc.nat(60) });
const edits = fc.array(edit, { maxLength: 6 });
const ports = {
	json: { read: (text: string) => parseJson(text), write: (value: Value) => writeJson(value, { indent: 2 }) },
	usesOf: usesIn
};

const merge = (
	was: Contents,
	mine: Contents,
	theirs: Contents,
	choices: ReadonlyMap<string, Choice> = new Map()
): MergedAssets => mergeAssets({ base: assetsIn(was), mine: assetsIn(mine), theirs: assetsIn(theirs) }, ports, choices);

/** Equal contents; as text only where they are not, since that takes long. */
function expectSame(found: Contents, wanted: Contents): void {
	const isSame = found.size === wanted.size && [...found].every(([key, content]) => isEqual(content, wanted.get(key)));
	if (!isSame) expect(plain(found)).toEqual(plain(wanted));
}

const plain = (contents: Contents) =>
	Object.fromEntries([...contents].map(([key, content]) => [key, JSON.parse(writeJson(content)) as unknown]));

const decided = (conflicts: readonly Conflict[], turned: boolean): Map<string, Choice> =>
	new Map(
		conflicts.map(({ id }) => {
			const isMine = [...id].reduce((sum, letter) => sum + letter.charCodeAt(0), 0) % 2 === 0;
			return [id, { keep: isMine !== turned ? 'mine' : 'theirs' }];
		})
	);

test('MERGE-1 what one side did alone is the result', () => {
	fc.assert(
		fc.property(edits, (some) => {
			const x = afterEdits(base, some);
			for (const merged of [merge(base, base, x), merge(base, x, base), merge(base, x, x)]) {
				expect(merged.conflicts).toEqual([]);
				expectSame(merged.contents, x);
			}
		}),
		{ numRuns: RUNS }
	);
});

test('MERGE-2 the sides swapped give the same tree, and the same conflicts mirrored', () => {
	fc.assert(
		fc.property(edits, edits, (some, others) => {
			const [mine, theirs] = [afterEdits(base, some), afterEdits(base, others)];
			const first = settled(mine, theirs, false);
			const second = settled(theirs, mine, true);
			expect(second.conflicts.map(mirrored)).toEqual(first.conflicts.map(asTold));
			expectSame(second.contents, first.contents);
		}),
		{ numRuns: RUNS }
	);
});

/** A merge of which everything is decided, also what is asked only because of a decision. */
function settled(mine: Contents, theirs: Contents, turned: boolean): MergedAssets {
	let merged = merge(base, mine, theirs);
	for (let round = 0; round < 5; round += 1) {
		const choices = decided(merged.conflicts, turned);
		merged = merge(base, mine, theirs, choices);
		if (merged.conflicts.every(({ id }) => choices.has(id))) return merged;
	}
	throw new Error('every decision raises a new question');
}
const asTold = ({ id, kind, mine, theirs }: Conflict) => ({ id, kind, mine, theirs });
const mirrored = ({ id, kind, mine, theirs }: Conflict) => ({ id, kind, mine: theirs, theirs: mine });

const CHART_EDITS = ['chart control', 'chart name', 'chart dimension', 'chart filter', 'chart type'];
const DATASET_EDITS = ['sql line', 'column more', 'column less', 'metric expression'];
const BOARD_EDITS = [
	'css line',
	'colour',
	'title',
	'filter more',
	'filter name',
	'tile height',
	'tile moved',
	'row more',
	'tab more'
];

test('MERGE-3 changes of different assets never conflict, and all are there', () => {
	const sides = fc.constantFrom([CHART_EDITS, DATASET_EDITS], [CHART_EDITS, BOARD_EDITS], [BOARD_EDITS, DATASET_EDITS]);
	fc.assert(
		fc.property(edits, edits, sides, (some, others, [ours, other]) => {
			const mine = afterEdits(base, some, ours!);
			const merged = merge(base, mine, afterEdits(base, others, other!));
			expect(merged.conflicts).toEqual([]);
			expectSame(merged.contents, afterEdits(mine, others, other!));
		}),
		{ numRuns: RUNS }
	);
});

test('MERGE-4 where nothing is asked, what a side did alone is there and nothing else', () => {
	fc.assert(
		fc.property(edits, edits, (some, others) => {
			const [mine, theirs] = [afterEdits(base, some), afterEdits(base, others)];
			const { contents, conflicts } = merge(base, mine, theirs);
			if (conflicts.length > 0) return;
			for (const [key, content] of contents) {
				const forms = [base, mine, theirs].map((side) => side.get(key));
				if (forms.every((form) => form !== undefined)) expectTaken(forms as Mapping[], content);
			}
		}),
		{ numRuns: RUNS }
	);
});

/** Each place that is no list has what a side made of it, and where one side left it alone what the other has. */
function expectTaken([was, mine, theirs]: readonly Mapping[], merged: Mapping): void {
	for (const { path, machineMade } of differencesOf(was, merged)) {
		if (machineMade || path.at(-1) === '(order)') continue;
		const [old, ours, other, made] = [was, mine, theirs, merged].map((form) => named(form, path));
		if ([ours, other, made].some((value) => isList(value) || (typeof value === 'string' && value.includes('\n'))))
			continue;
		expect(
			[ours, other].some((value) => isEqual(value, made)),
			`${path.join('/')} was invented`
		).toBe(true);
		if (isEqual(old, ours) || isEqual(old, other)) expect(made).toEqual(isEqual(old, ours) ? other : ours);
	}
	for (const [side, other] of [
		[mine, theirs],
		[theirs, mine]
	])
		for (const { path, after } of differencesOf(was, side))
			if (
				path.at(-1) !== '(order)' &&
				!isList(after) &&
				isEqual(named(was, path), named(other, path)) &&
				!(typeof after === 'string' && after.includes('\n'))
			)
				expect(named(merged, path), `${path.join('/')} was lost`).toEqual(after);
}

/** What stands at a path of `differencesOf`, in which items of lists are named. */
function named(value: Value | undefined, path: readonly string[]): Value | undefined {
	const [key, ...rest] = path;
	if (key === undefined) return value;
	if (!isList(value)) return named(valueAt(value, [key]), rest);
	return named(
		value.find((item) => isMapping(item) && Object.values(item).includes(key)),
		rest
	);
}

test('MERGE-5 merging once more changes nothing', () => {
	fc.assert(
		fc.property(edits, edits, (some, others) => {
			const [mine, theirs] = [afterEdits(base, some), afterEdits(base, others)];
			const { contents, conflicts } = merge(base, mine, theirs);
			if (conflicts.length > 0) return;
			for (const again of [merge(base, contents, theirs), merge(base, mine, contents), merge(mine, contents, mine)]) {
				expect(again.conflicts).toEqual([]);
				expectSame(again.contents, contents);
			}
		}),
		{ numRuns: RUNS }
	);
});

test('MERGE-40 a merged tree is whole, whatever was decided', () => {
	fc.assert(
		fc.property(edits, edits, fc.boolean(), (some, others, turned) => {
			const [mine, theirs] = [afterEdits(base, some), afterEdits(base, others)];
			expectWhole(settled(mine, theirs, turned).contents, mine, theirs);
		}),
		{ numRuns: RUNS }
	);
});

function expectWhole(contents: Contents, mine: Contents, theirs: Contents): void {
	const key = [...contents.keys()].find((one) => one.startsWith('dashboard '))!;
	const positionOf = (side: Contents) => valueAt(side.get(key), ['position']) as Mapping;
	const position = positionOf(contents);
	expect([mine, theirs].some((side) => isAsSound(position, positionOf(side)))).toBe(true);
	const placed = Object.values(position).flatMap((node) =>
		valueAt(node, ['type']) === 'CHART' ? [String(valueAt(node, ['meta', 'uuid']))] : []
	);
	for (const uuid of placed) expect(contents.has(`chart ${uuid}`)).toBe(true);
	for (const [one, content] of contents) {
		if (one.startsWith('chart ')) {
			expect(placed).toContain(one.slice(6));
			expect(contents.has(`dataset ${String(content['dataset_uuid'])}`)).toBe(true);
		}
	}
	for (const filter of valueAt(contents.get(key), ['metadata', 'native_filter_configuration']) as readonly Value[])
		for (const id of valueAt(filter, ['scope', 'rootPath']) as readonly string[]) expect(position[id]).toBeDefined();
}

test('MERGE-6 everything decided for one side has what that side has there', () => {
	fc.assert(
		fc.property(edits, edits, (some, others) => {
			const [mine, theirs] = [afterEdits(base, some), afterEdits(base, others)];
			let merged = merge(base, mine, theirs);
			for (let round = 0; round < 5; round += 1)
				merged = merge(base, mine, theirs, new Map(merged.conflicts.map(({ id }) => [id, { keep: 'theirs' }])));
			for (const { asset, path, kind, theirs: wanted } of merged.conflicts) {
				if (kind !== 'value' && !(kind === 'removed' && path.length === 0)) continue;
				const content = merged.contents.get(`${asset.kind} ${asset.uuid}`);
				if (path.length === 0 && kind === 'removed') expect(content !== undefined).toBe(wanted !== undefined);
				else if (content && path.every((part) => !/^\d+$/.test(part))) expect(named(content, path)).toEqual(wanted);
			}
		}),
		{ numRuns: RUNS }
	);
});
