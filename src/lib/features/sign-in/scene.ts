import ArrowDown from '@lucide/svelte/icons/arrow-down';
import type { BoardCell } from '#lib/ui/board-cell.ts';

/** The picture beside the form: a dashboard in the middle of a change. */
export const SCENE: readonly BoardCell[] = [
	{ id: '1', x: 0, y: 0, width: 4, height: 2, name: 'Revenue', shape: 'number', still: true },
	{ id: '2', x: 4, y: 0, width: 4, height: 2, name: 'Orders', shape: 'number', still: true },
	{ id: '3', x: 8, y: 0, width: 4, height: 2, name: 'Average order value', shape: 'number', still: true },
	{
		id: '4',
		x: 0,
		y: 2,
		width: 12,
		height: 5,
		name: 'Revenue by month',
		note: 'bar → line',
		tone: 'changed',
		shape: 'line'
	},
	{ id: '5', x: 0, y: 7, width: 8, height: 5, name: 'Top 10 products', shape: 'table', still: true },
	{
		id: '6',
		x: 8,
		y: 7,
		width: 4,
		height: 5,
		name: 'Orders by channel',
		note: 'one row down',
		tone: 'moved',
		icon: ArrowDown,
		shape: 'pie'
	},
	{ id: '7', x: 0, y: 12, width: 12, height: 3, name: 'Returns by reason', note: 'new', tone: 'added', shape: 'hbar' }
];
