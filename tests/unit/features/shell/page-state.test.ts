import { existsSync } from 'node:fs';
import { expect, test } from 'vitest';
import {
	conditionOfChanges,
	conditionOfJob,
	iconOf,
	titleOf,
	type PageCondition
} from '#lib/features/shell/page-state.ts';

test.each<[PageCondition, string]>([
	[{ kind: 'plain' }, 'Sales · Dashbranch'],
	[conditionOfChanges(null), 'Sales · Dashbranch'],
	[conditionOfChanges(0), 'Sales · Dashbranch'],
	[conditionOfChanges(1), '● 1 change · Sales · Dashbranch'],
	[conditionOfChanges(3), '● 3 changes · Sales · Dashbranch'],
	[conditionOfJob('queued'), '◌ Waiting · Sales · Dashbranch'],
	[conditionOfJob('running'), '◌ Running · Sales · Dashbranch'],
	[conditionOfJob('failed'), '✕ Failed · Sales · Dashbranch'],
	[conditionOfJob('succeeded'), 'Sales · Dashbranch']
])('FRAME-11 %o is “%s”', (condition, title) => {
	expect(titleOf('Sales', condition)).toBe(title);
});

test('FRAME-11 each condition has an icon of its own, and the file is there', () => {
	const conditions = [
		conditionOfChanges(0),
		conditionOfChanges(2),
		conditionOfJob('running'),
		conditionOfJob('failed')
	];
	const icons = conditions.map(iconOf);
	expect(new Set(icons).size).toBe(4);
	expect(icons.filter((icon) => !existsSync(`static${icon}`))).toEqual([]);
});
