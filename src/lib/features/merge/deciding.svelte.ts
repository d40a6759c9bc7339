import type { OpenMerge } from '#lib/domain/merge/session.ts';
import { postAction, type ActionRefusal } from '#lib/ui/post-action.ts';
import { mergedDecisions, newerOf, withDecisions, type Decision, type ShownConflict } from './decisions.ts';

/**
 * The decisions of a merge: shown at once, sent one batch after another, kept and sent again by a press when the server did
 * not take them. What another person decided arrives with the data of the page.
 */
export class Deciding {
	/** Pressed, and on its way or waiting for the batch before it. */
	#unsaved = $state.raw<readonly Decision[]>([]);
	#answered = $state.raw<OpenMerge | null>(null);
	#isSending = $state(false);
	notSaved = $state.raw<ActionRefusal | null>(null);

	readonly #loaded: () => OpenMerge;
	readonly #action: string;

	/**
	 * @param loaded what the page was loaded with last
	 * @param action address of the action that takes `decisions` as JSON and gives `merge`
	 */
	constructor(loaded: () => OpenMerge, action: string) {
		this.#loaded = loaded;
		this.#action = action;
	}

	/** As far as the server knows. */
	get merge(): OpenMerge {
		return newerOf(this.#loaded(), this.#answered);
	}

	get conflicts(): readonly ShownConflict[] {
		return withDecisions(this.merge.conflicts, this.#unsaved);
	}

	get unsavedCount(): number {
		return this.#unsaved.length;
	}

	get isSending(): boolean {
		return this.#isSending;
	}

	decide(decisions: readonly Decision[]): void {
		if (decisions.length === 0) return;
		this.#unsaved = mergedDecisions(this.#unsaved, decisions);
		void this.#send();
	}

	/** Send again what was not saved. */
	again(): void {
		void this.#send();
	}

	/** Take back what was not saved: the page shows what the server knows. */
	forget(): void {
		this.#unsaved = [];
		this.notSaved = null;
	}

	/** A text that somebody wrote, alone and waited for, so that a refusal stands where it was written. */
	async write(id: string, text: string): Promise<ActionRefusal | null> {
		return this.#post([{ id, text }]);
	}

	async #send(): Promise<void> {
		if (this.#isSending) return;
		this.#isSending = true;
		this.notSaved = null;
		while (this.#unsaved.length > 0 && !this.notSaved) {
			const batch = this.#unsaved;
			this.notSaved = await this.#post(batch);
			// What was pressed meanwhile stays to be sent.
			if (!this.notSaved) this.#unsaved = this.#unsaved.filter((decision) => !batch.includes(decision));
		}
		this.#isSending = false;
	}

	async #post(decisions: readonly Decision[]): Promise<ActionRefusal | null> {
		const { data, refusal } = await postAction(this.#action, { decisions: JSON.stringify(decisions) });
		if (refusal) return refusal;
		this.#answered = data['merge'] as OpenMerge;
		return null;
	}
}
