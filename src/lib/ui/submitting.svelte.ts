import type { enhance } from '$app/forms';

type Submit = NonNullable<Parameters<typeof enhance>[1]>;

/** Why an action said no, as far as a form shows it. */
export interface FormFailure {
	readonly message: string;
	readonly hint?: string | undefined;
}

/** One form on its way: `<form use:enhance={form.submit}>`, then `form.busy` and `form.failure`. What was typed stays. */
export class Submitting {
	busy = $state(false);
	/** Of the last try; also when the action belongs to another page, whose `form` this page does not see. */
	failure = $state<FormFailure | null>(null);

	readonly #done: ((data: Record<string, unknown> | undefined) => void) | undefined;

	/** @param done called when the action has succeeded, with what it gave, or led elsewhere */
	constructor(done?: (data: Record<string, unknown> | undefined) => void) {
		this.#done = done;
	}

	readonly submit: Submit = ({ cancel }) => {
		// Enter in a field sends a second time what is under way.
		if (this.busy) return cancel();
		this.busy = true;
		return async ({ result, update }) => {
			this.failure = result.type === 'failure' ? ((result.data?.['error'] as FormFailure | undefined) ?? null) : null;
			await update({ reset: false });
			this.busy = false;
			if (result.type === 'success') this.#done?.(result.data);
			else if (result.type === 'redirect') this.#done?.(undefined);
		};
	};
}
