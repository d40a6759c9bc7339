import type { Json } from './json.ts';

/**
 * A mishap for tests. `answer` replaces the answer, `delayMs` comes before the right one, `cut` ends the connection
 * in the middle of the right answer's body, `close` ends it without an answer. Works `times` times, 1 when not said.
 */
export interface Fault {
	readonly match: { readonly method?: string; readonly path: string | RegExp };
	readonly answer?: {
		readonly status: number;
		readonly headers?: { readonly [name: string]: string };
		readonly body?: Json | Uint8Array;
	};
	readonly delayMs?: number;
	readonly cut?: boolean;
	readonly close?: boolean;
	readonly times?: number;
	/** Whether the request does its work before `answer`, `cut` or `close`; always so for `cut`. */
	readonly afterWork?: boolean;
}

/** The faults that are left; a text matches the start of the path. */
export class Faults {
	private left: { readonly fault: Fault; times: number }[];
	constructor(faults: readonly Fault[]) {
		this.left = faults.map((fault) => ({ fault, times: fault.times ?? 1 }));
	}

	add(fault: Fault): void {
		this.left.push({ fault, times: fault.times ?? 1 });
	}

	clear(): void {
		this.left = [];
	}

	take(method: string, path: string): Fault | undefined {
		const found = this.left.find(({ fault, times }) => times > 0 && matches(fault.match, method, path));
		if (found !== undefined) found.times -= 1;
		return found?.fault;
	}
}

const matches = (match: Fault['match'], method: string, path: string): boolean =>
	(match.method === undefined || match.method === method) &&
	(typeof match.path === 'string' ? path.startsWith(match.path) : match.path.test(path));
