interface Size {
	readonly width: number;
	readonly height: number;
}
interface Rect extends Size {
	readonly x: number;
	readonly y: number;
}

/** A rectangle in px of a drawing as shares of it, so that it grows with the page. */
export const rectStyle = (rect: Rect, page: Size): string =>
	[
		`left:${share(rect.x, page.width)}`,
		`top:${share(rect.y, page.height)}`,
		`width:${share(rect.width, page.width)}`,
		`height:${share(rect.height, page.height)}`
	].join(';');

const share = (part: number, whole: number): string => `${whole > 0 ? Math.round((part / whole) * 1e5) / 1e3 : 0}%`;
