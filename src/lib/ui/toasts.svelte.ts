/** A word about something that happened elsewhere on the page. Never the only place of an undo or an error. */
export interface Toast {
	readonly message: string;
	/** The rest of it, quieter. */
	readonly detail?: string | undefined;
	readonly tone?: 'ok' | 'danger' | undefined;
	readonly action?: { readonly label: string; readonly onclick: () => void } | undefined;
}

const SHOWN_MS = 6_000;
const MOST = 3;

/** The toasts of a page: newest last, three at most, each for six seconds or as long as somebody looks at them. */
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

	dismiss(id: number): void {
		this.#shown = this.#shown.filter((toast) => toast.id !== id);
	}

	/** The pointer or the focus is on them: they stay. */
	hold(): void {
		clearTimeout(this.#timer);
	}

	release(): void {
		clearTimeout(this.#timer);
		this.#timer = setTimeout(() => (this.#shown = []), SHOWN_MS);
	}
}

export const toasts = new Toasts();
