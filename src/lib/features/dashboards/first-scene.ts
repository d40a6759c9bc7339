import type { BoardCell } from '#lib/ui/board-cell.ts';

/** A dashboard as it is, and as it is on a branch: what the empty list shows. */
export const BEFORE: readonly BoardCell[] = [
	{ id: '1', x: 0, y: 0, width: 4, height: 1.25, name: '', still: true },
	{ id: '2', x: 4, y: 0, width: 4, height: 1.25, name: '', still: true },
	{ id: '3', x: 8, y: 0, width: 4, height: 1.25, name: '', still: true },
	{ id: '4', x: 0, y: 1.25, width: 8, height: 3, name: '', shape: 'bar', still: true },
	{ id: '5', x: 8, y: 1.25, width: 4, height: 3, name: '', shape: 'pie', still: true },
	{ id: '6', x: 0, y: 4.25, width: 12, height: 2.5, name: '', shape: 'table', still: true }
];

export const AFTER: readonly BoardCell[] = [
	{ id: '1', x: 0, y: 0, width: 4, height: 1.25, name: '', still: true },
	{ id: '2', x: 4, y: 0, width: 4, height: 1.25, name: '', still: true },
	{ id: '3', x: 8, y: 0, width: 4, height: 1.25, name: '', still: true },
	{ id: '4', x: 0, y: 1.25, width: 12, height: 3, name: '', tone: 'changed', shape: 'line' },
	{ id: '5', x: 0, y: 4.25, width: 7, height: 2.5, name: '', shape: 'table', still: true },
	{ id: '6', x: 7, y: 4.25, width: 5, height: 2.5, name: '', tone: 'added', shape: 'hbar' }
];
