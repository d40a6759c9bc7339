import { expect, test } from 'vitest';
import {
	elsewhereOf,
	linesOf,
	readElsewhere,
	withLater,
	writeElsewhere,
	type Elsewhere
} from '#lib/features/changes/elsewhere.ts';
import { asset, use } from './sample.ts';

const ID = '3f0a6c1e-7d7b-4a55-9a5e-000000000003';
const OID = 'c'.repeat(40);
const told = (kind: Elsewhere['kind'], more: Partial<Elsewhere> = {}): Elsewhere => ({
	...{ dashboardId: ID, branch: 'feature/x', kind, commit: null, code: null },
	...more
});

test('CHANGES-22 an address keeps what became of the others', () => {
	const all = [
		told('committed', { commit: OID }),
		told('nothing'),
		told('moved'),
		told('failed', { code: 'git_failed' }),
		told('kept', { commit: OID })
	];
	expect(readElsewhere(all.map(writeElsewhere))).toEqual(all);
});

test.each([
	'',
	'x',
	`${ID}:main:committed:`,
	`${ID}:main:committed:<b>`,
	`${ID}::nothing:`,
	`${ID}:main:else:`,
	`not-an-id:main:nothing:`
])('CHANGES-22 an address that says %j says nothing', (text) => {
	expect(readElsewhere([text])).toEqual([]);
});

test('CHANGES-22 a code that is none of ours is left out, and so is what is too much', () => {
	expect(readElsewhere([`${ID}:main:failed:<script>`])).toEqual([told('failed', { branch: 'main' })]);
	expect(readElsewhere(Array.from({ length: 1000 }, () => `${ID}:main:nothing:`))).toHaveLength(200);
});

test('CHANGES-22 what was done is told with the branch that was asked for', () => {
	const places = [{ dashboardId: ID, branch: 'feature/x' }];
	const done = (result: Parameters<typeof elsewhereOf>[0][number]['result']) =>
		elsewhereOf([{ dashboardId: ID, result }], places)[0];
	expect(done({ kind: 'committed', commit: OID })).toEqual(told('committed', { commit: OID }));
	expect(done({ kind: 'failed', code: 'not_found' })).toEqual(told('failed', { code: 'not_found' }));
	expect(done({ kind: 'moved' })).toEqual(told('moved'));
});

test('CHANGES-22 what did not succeed and still waits can be tried again, and what is there already is well', () => {
	const waiting = use('Ops', [asset('a')]);
	expect(linesOf([told('moved')], [waiting])).toMatchObject([
		{ title: 'Ops', isWell: false, retry: { expectedHead: waiting.head, paths: ['charts/a-there.yaml'] } }
	]);
	const there = use('Ops', [asset('a', 'committed')]);
	expect(linesOf([told('moved')], [there])).toMatchObject([
		{ isWell: true, retry: null, sentence: 'feature/x has it already' }
	]);
	expect(linesOf([told('failed', { code: 'storage_failed' })], [])).toMatchObject([
		{ title: 'Another dashboard', isWell: false, retry: null, sentence: expect.stringContaining('disk is full') }
	]);
	expect(linesOf([told('failed', { code: 'internal' })], [waiting])[0]!.sentence).toContain('refused');
});

test('CHANGES-22 what was learnt later counts', () => {
	const other = { ...told('moved'), dashboardId: ID.replace('3f', '4f') };
	const later = [told('committed', { commit: OID })];
	expect(withLater([told('moved'), other], later)).toEqual([other, ...later]);
});

test('CHANGES-23 what was taken back, and what could not be, is said', () => {
	const uses = [use('Ops', [asset('a')])];
	const [undone, kept] = linesOf([told('undone', { commit: OID }), told('kept', { commit: OID })], uses);
	expect(undone).toMatchObject({ isWell: true, sentence: 'taken back from feature/x too', retry: null });
	expect(kept).toMatchObject({ isWell: false, sentence: expect.stringContaining('Revert it there'), retry: null });
});
