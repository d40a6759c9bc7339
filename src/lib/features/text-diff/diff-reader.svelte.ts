import { tick } from 'svelte';
import type { WindowVirtualizerHandle } from 'virtua/svelte';
import type { TextDiff } from '#lib/domain/text-diff/text-diff.ts';
import { hidingOf, placeOfLine, type LineAddress } from './line-address.ts';
import { openMore, type GapPlace, type Opened } from './opened.ts';
import { shownRows, type ShownRow, type TextView } from './shown-rows.ts';

interface Choice {
	readonly files: readonly TextDiff[];
	readonly view: TextView;
	readonly showMachineMade: boolean;
}

/** Room that the bar at the top takes, in pixels. */
const BAR = 48;

/** Where a person reads in a list of diffs: what is opened, which line is marked, how to come to the next change. */
export class DiffReader {
	list = $state<WindowVirtualizerHandle>();
	marked = $state<LineAddress | null>(null);
	readonly rows: readonly ShownRow[];
	/** Places of the rows with which the changes of a hunk begin. */
	readonly starts: readonly number[];
	/** The change gone to last, from 0; -1 before the first. */
	readonly current: number;
	readonly showsMachineMade: boolean;
	readonly #choice: () => Choice;
	#opened = $state.raw<Opened>({});
	/** A line was asked for by its address that the switch hides. */
	#mustShowMachineMade = $state(false);
	#at = $state(-1);

	constructor(choice: () => Choice) {
		this.#choice = choice;
		this.showsMachineMade = $derived(choice().showMachineMade || this.#mustShowMachineMade);
		this.rows = $derived(
			shownRows(choice().files, {
				view: choice().view,
				showMachineMade: this.showsMachineMade,
				opened: this.#opened
			})
		);
		this.starts = $derived(
			this.rows.flatMap((row, at) => (row.kind === 'line' && row.startsHunk !== null ? [at] : []))
		);
		this.current = $derived(this.starts.indexOf(this.#at));
	}

	open(place: GapPlace, what: 'top' | 'bottom' | 'all'): void {
		this.#opened = openMore(this.#opened, place, what);
	}

	/** From now on only the switch says whether machine-made lines are shown. */
	followSwitch(): void {
		this.#mustShowMachineMade = false;
	}

	/** Goes to the next change of all files (`1`) or to the one before (`-1`), as seen from what is on the screen. */
	async go(by: 1 | -1): Promise<void> {
		const from = this.#from(by);
		const next = by > 0 ? this.starts.find((at) => at > from) : this.starts.findLast((at) => at < from);
		if (next === undefined) return;
		this.#at = next;
		this.list?.scrollToIndex(next, { align: 'start', offset: -2.5 * BAR });
		await painted();
		// Of the two numbers of a line a small screen shows only one.
		const links = [...document.querySelectorAll<HTMLElement>(`[data-row="${next}"] a[data-side]`)];
		links.find((link) => link.offsetParent !== null)?.focus({ preventScroll: true });
	}

	/** Marks a line, brings it onto the screen, and opens what hides it. Lines that no file has are passed over. */
	async show(line: LineAddress | null): Promise<void> {
		this.marked = line;
		if (!line) return;
		if (placeOfLine(this.rows, line) < 0) {
			const hiding = hidingOf(this.#choice().files, line, this.#opened);
			if (!hiding) return;
			this.#opened = hiding.opened;
			this.#mustShowMachineMade ||= hiding.machineMade;
			await tick();
		}
		const place = placeOfLine(this.rows, line);
		if (place < 0 || this.#isOnScreen(place)) return;
		this.list?.scrollToIndex(place, { align: 'center' });
	}

	#from(by: 1 | -1): number {
		if (this.#at >= 0 && this.#isOnScreen(this.#at)) return this.#at;
		const { first, last } = this.#screen();
		return by > 0 ? first - 1 : last === 0 ? 0 : first;
	}

	#isOnScreen(place: number): boolean {
		const { first, last } = this.#screen();
		return place >= first && place <= last;
	}

	#screen(): { readonly first: number; readonly last: number } {
		if (!this.list) return { first: 0, last: 0 };
		const top = this.list.getScrollOffset();
		return {
			first: this.list.findItemIndex(top + BAR),
			last: this.list.findItemIndex(top + this.list.getViewportSize() - BAR)
		};
	}
}

const painted = () => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
