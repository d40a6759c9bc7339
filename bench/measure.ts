import { performance } from 'node:perf_hooks';

/** Milliseconds of one run. */
export async function timed<T>(run: () => T | Promise<T>): Promise<{ ms: number; result: T }> {
	const start = performance.now();
	const result = await run();
	return { ms: performance.now() - start, result };
}

/** The median of several runs, in milliseconds; the first is thrown away where `warm` says so. */
export async function median(runs: number, run: (at: number) => unknown, { warm = false } = {}): Promise<number> {
	const times: number[] = [];
	for (let at = 0; at < runs + Number(warm); at += 1) {
		const { ms } = await timed(() => run(at));
		if (!warm || at > 0) times.push(ms);
	}
	times.sort((a, b) => a - b);
	return times[Math.floor(times.length / 2)]!;
}

export interface Row {
	readonly what: string;
	readonly at: string;
	/** What was measured, in words with its unit. */
	readonly measured: string;
	/** What it is held against, measured in the same run. */
	readonly floor: string;
	/** What must not be exceeded, and whether it was. */
	readonly limit: string;
	readonly isKept: boolean;
}

export const ms = (value: number): string => `${value < 10 ? value.toFixed(1) : Math.round(value)} ms`;
export const times = (value: number): string => `${value.toFixed(2)}×`;

export const ratioRow = (
	what: string,
	at: string,
	own: number,
	floor: { ms: number; name: string },
	most: number
): Row => ({
	what,
	at,
	measured: `${ms(own)} = ${times(own / floor.ms)}`,
	floor: `${ms(floor.ms)} ${floor.name}`,
	limit: `≤ ${times(most)}`,
	isKept: own / floor.ms <= most
});

export const absoluteRow = (what: string, at: string, own: number, most: number, floor = ''): Row => ({
	what,
	at,
	measured: ms(own),
	floor,
	limit: `≤ ${ms(most)}`,
	isKept: own <= most
});

export function printRows(rows: readonly Row[]): void {
	const columns = (row: Row) => [row.isKept ? 'ok  ' : 'OVER', row.what, row.at, row.measured, row.limit, row.floor];
	const widths = [0, 1, 2, 3, 4].map((column) => Math.max(...rows.map((row) => columns(row)[column]!.length)));
	for (const row of rows)
		console.log(
			columns(row)
				.map((cell, at) => cell.padEnd(widths[at] ?? 0))
				.join('  ')
				.trimEnd()
		);
}
