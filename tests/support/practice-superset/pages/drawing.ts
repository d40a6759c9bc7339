import { Html } from './html.ts';

/** Numbers between 0 and 1 that depend on `seed` alone. */
function numbers(seed: string, count: number): number[] {
	let state = 7;
	for (const sign of seed) state = (Math.imul(state, 31) + (sign.codePointAt(0) ?? 0)) >>> 0;
	return Array.from({ length: count }, () => {
		state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
		return state / 4294967296;
	});
}

const rect = (x: number, y: number, width: number, height: number, fill: string, opacity = 1): string =>
	`<rect x="${x.toFixed(1)}" y="${y.toFixed(1)}" width="${width.toFixed(1)}" height="${height.toFixed(1)}" rx="2" fill="var(--${fill})" opacity="${opacity.toFixed(2)}"/>`;

const bars = (seed: string): string =>
	numbers(seed, 12)
		.map((value, at) => rect(6 + at * 25, 110 - 20 - value * 80, 17, 20 + value * 80, 'mark'))
		.join('');

function line(seed: string, filled: boolean): string {
	const points = numbers(seed, 14).map(
		(value, at) => `${(at * 23).toFixed(0)},${(95 - at * 2 - value * 40).toFixed(0)}`
	);
	const area = filled ? `<polygon points="0,110 ${points.join(' ')} 299,110" fill="var(--mark)" opacity="0.25"/>` : '';
	return `${area}<polyline points="${points.join(' ')}" fill="none" stroke="var(--mark)" stroke-width="3"/>`;
}

function pie(seed: string): string {
	const parts = numbers(seed, 4).map((value) => 0.4 + value);
	const sum = parts.reduce((all, part) => all + part, 0);
	let offset = 0;
	return parts
		.map((part, at) => {
			const share = (part / sum) * 251.3;
			const arc = `<circle cx="150" cy="60" r="40" fill="none" stroke="var(--${['mark', 'mark2', 'mark3', 'soft'][at]})" stroke-width="22" stroke-dasharray="${share.toFixed(1)} 251.3" stroke-dashoffset="${(-offset).toFixed(1)}"/>`;
			offset += share;
			return arc;
		})
		.join('');
}

const table = (seed: string): string =>
	rect(4, 4, 292, 14, 'soft', 0.35) +
	numbers(seed, 15)
		.map((value, at) =>
			rect(8 + (at % 3) * 98, 26 + Math.floor(at / 3) * 18, 30 + value * 55, 8, at % 3 === 2 ? 'mark' : 'soft', 0.6)
		)
		.join('');

const bigNumber = (seed: string): string =>
	`${rect(80, 24, 140, 38, 'mark')}${rect(105, 72, 90, 10, 'soft', 0.5)}<polyline points="${numbers(seed, 10)
		.map((value, at) => `${80 + at * 15},${112 - value * 18}`)
		.join(' ')}" fill="none" stroke="var(--mark2)" stroke-width="2"/>`;

const grid = (seed: string): string =>
	numbers(seed, 50)
		.map((value, at) => rect(8 + (at % 10) * 29, 6 + Math.floor(at / 10) * 21, 26, 18, 'mark', 0.15 + value * 0.85))
		.join('');

const dots = (seed: string): string => {
	const values = numbers(seed, 60);
	return Array.from(
		{ length: 30 },
		(_nothing, at) =>
			`<circle cx="${(10 + (values[at * 2] ?? 0) * 280).toFixed(0)}" cy="${(8 + (values[at * 2 + 1] ?? 0) * 100).toFixed(0)}" r="${3 + (at % 4)}" fill="var(--mark${at % 3 === 0 ? '2' : ''})" opacity="0.7"/>`
	).join('');
};

/** A drawing that tells what kind of chart it is; its marks mean nothing. */
export function drawingOf(vizType: string, seed: string): Html {
	const inner = /pie|sunburst|gauge|rose/.test(vizType)
		? pie(seed)
		: /big_number/.test(vizType)
			? bigNumber(seed)
			: /table|pivot/.test(vizType)
				? table(seed)
				: /heatmap|cal_|treemap/.test(vizType)
					? grid(seed)
					: /bubble|scatter|deck|map/.test(vizType)
						? dots(seed)
						: /bar|hist|funnel|waterfall|box/.test(vizType)
							? bars(seed)
							: line(seed, /area|smooth/.test(vizType));
	return new Html(`<svg viewBox="0 0 300 118" preserveAspectRatio="none" aria-hidden="true">${inner}</svg>`);
}
