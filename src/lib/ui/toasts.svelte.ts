import { sendUndo, type Undo } from './undo.ts';

/** A word about something that happened elsewhere on the page. Never the only place of an undo or an error. */
export interface Toast {
	readonly message: string;
	/** The rest of it, quieter. */
	readonly detail?: string | undefined;
	readonly tone?: 'ok' | 'danger' | undefined;
	readonly action?:
		| {
				readonly label: string;
				/** The key that does the same while the toast is shown. */
				readonly key?: string | undefined;
				readonly onclick: () => void;
		  }
		| undefined;
}

const SHOWN_MS = 6_000;
/** What can be done from a toast takes longer to read and to reach. */
const SHOWN_WITH_ACTION_MS = 10_000;
const MOST = 3;

/** The toasts of a page: newest last, three at most, each for some seconds or as long as somebody looks at them. */
class Toasts {
	#shown = $state.raw<readonly (Toast & { readonly id: number })[]>([]);
	#timer: ReturnType<typeof setTimeout> | undefined;
	#lastId = 0;

	get shown(): readonly (Toast & { readonly id: number })[] {
		return this.#shown;
	}

	show(toast: Toast): void {
		this.#shown = [...this.#shown, { ...toast, id: ++this.#lastId }].slice(-MOST);
		this.release();
	}

	/** Something was done that can be taken back, here by a button or `z`; the page has another way too. */
	undo(message: string, undo: Undo, detail?: string): void {
		const onclick = () => void this.#takeBack(undo);
		this.show({ message, detail, action: { label: 'Undo', key: 'z', onclick } });
	}

	dismiss(id: number): void {
		this.#shown = this.#shown.filter((toast) => toast.id !== id);
	}

	/** The pointer or the focus is on them: they stay. */
	hold(): void {
		clearTimeout(this.#timer);
	}

	release(): void {
		clearTimeout(this.#timer);
		const ms = this.#shown.some(({ action }) => action) ? SHOWN_WITH_ACTION_MS : SHOWN_MS;
		this.#timer = setTimeout(() => this.#end(), ms);
	}

	/** Nobody has read what was shown while the page was hidden: it is shown anew when it is seen. */
	#end(): void {
		if (document.visibilityState === 'visible') this.#shown = [];
		else document.addEventListener('visibilitychange', () => this.release(), { once: true });
	}

	async #takeBack(undo: Undo): Promise<void> {
		const refusal = await sendUndo(undo);
		if (refusal === null) this.show({ message: 'Taken back.' });
		else this.show({ message: 'It could not be taken back.', detail: refusal, tone: 'danger' });
	}
}

export const toasts = new Toasts();
