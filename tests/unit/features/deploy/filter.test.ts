import { expect, test } from 'vitest';
import { planCounts } from '#lib/domain/plan.ts';
import { itemsShown, PLAN_ACTIONS, shownActionOf } from '#lib/features/deploy/filter.ts';
import { item } from './sample.ts';

const items = [
	item('a', { action: 'unchanged' }),
	item('b', { action: 'create' }),
	item('c'),
	item('d', { editedThere: true }),
	item('e', { action: 'unlink' }),
	item('f', { action: 'blocked' })
];
const names = (shown: Parameters<typeof itemsShown>[1]) => itemsShown(items, shown).map(({ name }) => name);

test('DEPLOYPAGE-1 the five counts add up to all objects', () => {
	const counts = planCounts({ items });
	expect(PLAN_ACTIONS).toHaveLength(5);
	expect(PLAN_ACTIONS.reduce((sum, action) => sum + counts[action], 0)).toBe(items.length);
});

test('DEPLOYPAGE-1 nothing chosen shows all but the unchanged, what was edited there first', () => {
	expect(names(null)).toEqual(['d', 'b', 'c', 'e', 'f']);
});

test('DEPLOYPAGE-1 a chosen count shows its objects, an unknown one is none', () => {
	expect(names('unchanged')).toEqual(['a']);
	expect(names('update')).toEqual(['d', 'c']);
	expect(shownActionOf('update')).toBe('update');
	expect(shownActionOf('everything')).toBeNull();
	expect(shownActionOf(null)).toBeNull();
});
