import { SvelteSet } from 'svelte/reactivity';

/** Which changes go into the commit: all, less what was unticked. A change that appears later is in. */
export class Selection {
	readonly #out = new SvelteSet<string>();
	readonly #getPaths: () => readonly string[];

	/** @param getPaths the paths of all changes there are now */
	constructor(getPaths: () => readonly string[]) {
		this.#getPaths = getPaths;
	}

	has(path: string): boolean {
		return !this.#out.has(path);
	}

	/** Of all changes, or of those that are named. */
	count(paths: readonly string[] = this.#getPaths()): number {
		return paths.filter((path) => this.has(path)).length;
	}

	set(paths: readonly string[], isIn: boolean): void {
		for (const path of paths) {
			if (isIn) this.#out.delete(path);
			else this.#out.add(path);
		}
	}
}
