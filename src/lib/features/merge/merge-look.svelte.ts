import { postAction, type ActionRefusal } from '#lib/ui/post-action.ts';
import type { MergePreview, MergeSides } from './merge-preview.ts';

/** What merging two branches would do, asked whenever others are chosen; the last choice counts. */
export class MergeLook {
	preview = $state.raw<MergePreview | null>(null);
	refusal = $state.raw<ActionRefusal | null>(null);
	isAsking = $state(false);

	#asked = 0;

	/** @param expectedHead of the branch that it goes into */
	async look(action: string, { from, branch, expectedHead }: MergeSides & { expectedHead: string }): Promise<void> {
		const asked = ++this.#asked;
		this.isAsking = true;
		this.preview = null;
		this.refusal = null;
		const { data, refusal } = await postAction(action, { from, branch, expectedHead });
		if (asked !== this.#asked) return;
		this.isAsking = false;
		this.refusal = refusal ?? null;
		this.preview = (data?.['preview'] as MergePreview | undefined) ?? null;
	}
}
