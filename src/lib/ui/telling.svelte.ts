import type { enhance } from '$app/forms';
import { toasts, type Toast } from './toasts.svelte.ts';

type Submit = NonNullable<Parameters<typeof enhance>[1]>;

/** What stands in the place of the work when it did not come out as wanted. */
export interface NotDone {
	readonly title: string;
	readonly message: string;
	readonly hint?: string | undefined;
	/** Others were faster: look at what they did first. */
	readonly isBehind?: boolean | undefined;
}

export type Told = { readonly toast: Toast } | { readonly notDone: NotDone };

/**
 * A form whose result is told: what went well in a toast, the rest in `notDone`, which the page shows in place.
 * `<form use:enhance={work.submit}>`.
 */
export class Telling {
	busy = $state(false);
	notDone = $state.raw<NotDone | null>(null);
	/** Whether it has told something since the page was loaded; a form that was sent before the page came to life is not heard. */
	hasTold = $state(false);

	readonly #tell: (data: Readonly<Record<string, unknown>>) => Told;
	readonly #failedTitle: (form: FormData) => string;

	/**
	 * @param tell what to say about the data that the action gave
	 * @param failedTitle says what failed, in a few words, when the action gave an error
	 */
	constructor(tell: (data: Readonly<Record<string, unknown>>) => Told, failedTitle: (form: FormData) => string) {
		this.#tell = tell;
		this.#failedTitle = failedTitle;
	}

	readonly submit: Submit = ({ cancel, formData }) => {
		if (this.busy) return cancel();
		this.busy = true;
		return async ({ result, update }) => {
			await update({ reset: false });
			this.busy = false;
			const told = this.#told(result, formData);
			this.hasTold ||= told !== null;
			this.notDone = told && 'notDone' in told ? told.notDone : null;
			if (told && 'toast' in told) toasts.show(told.toast);
		};
	};

	#told(result: { type: string; data?: Record<string, unknown> | undefined }, form: FormData): Told | null {
		if (result.type === 'success') return this.#tell(result.data ?? {});
		if (result.type !== 'failure') return null;
		const { message, hint } = (result.data?.['error'] ?? {}) as { message?: string; hint?: string };
		return { notDone: { title: this.#failedTitle(form), message: message ?? 'It was refused.', hint } };
	}
}
