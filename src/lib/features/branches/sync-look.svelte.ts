import type { SyncPreview } from '#lib/domain/sync.ts';

type Failed = { readonly message: string; readonly hint?: string | undefined };

/** What a pull and a push would do, asked when somebody looks. What was known stays until the answer is there. */
export class SyncLook {
	preview = $state.raw<SyncPreview | null>(null);
	isAsking = $state(false);
	failure = $state.raw<Failed | null>(null);

	#asked = 0;

	/** @param url of the preview of one branch */
	async look(url: string): Promise<void> {
		const asked = ++this.#asked;
		this.isAsking = true;
		const answer = await askFor(url);
		// Of another branch meanwhile, or later by somebody who pressed twice: that answer counts.
		if (asked !== this.#asked) return;
		this.isAsking = false;
		this.failure = 'failure' in answer ? answer.failure : null;
		this.preview = 'preview' in answer ? answer.preview : null;
	}
}

async function askFor(url: string): Promise<{ preview: SyncPreview } | { failure: Failed }> {
	try {
		const answer = await fetch(url);
		// Our own server says it; a schema would bring all of zod into the page.
		const body = (await answer.json()) as SyncPreview & { error?: Failed };
		return answer.ok ? { preview: body } : { failure: body.error ?? { message: 'It was refused.' } };
	} catch {
		return { failure: { message: 'This server did not answer.', hint: 'Try again.' } };
	}
}
