import { expect, test } from 'vitest';
import { Oid } from '#lib/domain/ids.ts';
import type { ToldConflict, ToldSide } from '#lib/domain/merge/conflict.ts';
import { withChoices, withOrigin } from '#lib/server/operations/merge/message.ts';
import { refuseFaulty } from '#lib/server/operations/merge/tell-open.ts';

const side = (words: string): ToldSide => ({ words, sentences: [], text: null });

const told = (choice: ToldConflict['choice'], label = 'Chart type'): ToldConflict => ({
	...{ id: 'x', kind: 'value', path: [], alongside: [], label, area: 'controls', choice },
	asset: { kind: 'chart', uuid: null, name: 'Sales', path: 'charts/sales.yaml' },
	...{ base: side('Table'), mine: side('Bar'), theirs: side('Pie') }
});

test('MERGING-10 the message lists what was decided and nothing else', () => {
	const conflicts = [
		told({ kind: 'keep', keep: 'mine' }),
		told({ kind: 'keep', keep: 'theirs' }, 'Sales'),
		told({ kind: 'edited' }),
		told(null)
	];
	expect(withChoices('Merge side into main\n', conflicts, { mine: 'main', theirs: 'side' })).toBe(
		[
			...['Merge side into main', '', 'Decided:', '- “Sales”, Chart type: Bar, as in main'],
			...['- “Sales”: Pie, as in side', '- “Sales”, Chart type: edited by hand']
		].join('\n')
	);
	expect(withChoices('Merge', [told(null)], { mine: 'main', theirs: 'side' })).toBe('Merge');
});

test('PICK-1 the origin stands in the message once', () => {
	const oid = Oid.parse('a'.repeat(40));
	const said = `Change\n\n(cherry picked from commit ${oid})`;
	expect(withOrigin('Change\n', oid)).toBe(said);
	expect(withOrigin(said, oid)).toBe(said);
});

test('MERGING-8 a fault that neither side has is told and refused, a warning is not', () => {
	const finding = {
		code: 'x',
		path: 'charts/sales.yaml',
		message: 'Chart “Sales” needs a dataset.',
		hint: 'Choose one.'
	};
	expect(() => refuseFaulty([{ ...finding, level: 'warning' }])).not.toThrow();
	expect(() => refuseFaulty([{ ...finding, level: 'error' }])).toThrow(
		expect.objectContaining({
			...{ code: 'bundle_rejected', message: expect.stringContaining(finding.message), hint: finding.hint },
			findings: [{ path: finding.path, message: finding.message }]
		})
	);
});
