import type { ItemView } from '#lib/domain/layout/picture.ts';

/** Arrows beyond this many would hide what they explain: then only that of the box that is pointed at is drawn. */
const MOST = 12;

export interface Travel {
	readonly box: number;
	/** An SVG path from where it was to where it is, px of the drawing, with its head. */
	readonly path: string;
}

/** The ways that moved boxes went on this page. */
export function travelsOf(items: readonly ItemView[], current: number | undefined): Travel[] {
	const now = new Map(items.flatMap((item) => (item.ghost ? [] : [[item.box, item] as const])));
	const ways = items.flatMap((ghost) => {
		const end = now.get(ghost.box);
		return ghost.ghost === 'was' && end ? [{ box: ghost.box, path: pathOf(ghost, end) }] : [];
	});
	return ways.length <= MOST ? ways : ways.filter(({ box }) => box === current);
}

interface Point {
	readonly x: number;
	readonly y: number;
}

/** Right of the middle, so that names are not struck through. */
const SIDE = 0.8;
const HEAD = 16;
/** Half of the angle of the head, in radians. */
const SPREAD = 0.5;

const anchorOf = ({ x, y, width, height }: ItemView): Point => ({ x: x + width * SIDE, y: y + height / 2 });

/** From inside the one to the edge of the other. */
function pathOf(old: ItemView, now: ItemView): string {
	const [from, inside] = [anchorOf(old), anchorOf(now)];
	const to = edgeOf(now, { from, inside });
	const angle = Math.atan2(to.y - from.y, to.x - from.x);
	const side = (turn: number) =>
		pointText({ x: to.x - HEAD * Math.cos(angle + turn), y: to.y - HEAD * Math.sin(angle + turn) });
	return `M${pointText(from)}L${pointText(to)}M${side(-SPREAD)}L${pointText(to)}L${side(SPREAD)}`;
}

/** Where the way from outside comes in; its end where it never was outside. */
function edgeOf({ x, y, width, height }: ItemView, way: { from: Point; inside: Point }): Point {
	const { from, inside } = way;
	const [dx, dy] = [inside.x - from.x, inside.y - from.y];
	const enters = (start: number, step: number, low: number, high: number) =>
		step === 0 ? (start > low && start < high ? 0 : -1) : ((step > 0 ? low : high) - start) / step;
	const share = Math.max(enters(from.x, dx, x, x + width), enters(from.y, dy, y, y + height));
	return share > 0 && share < 1 ? { x: from.x + dx * share, y: from.y + dy * share } : inside;
}

const pointText = ({ x, y }: Point): string => `${Math.round(x)} ${Math.round(y)}`;
