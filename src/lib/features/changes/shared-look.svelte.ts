import type { SharedUse } from '#lib/domain/shared.ts';

interface Failed {
	readonly message: string;
	readonly hint: string | null;
}

/** How many dashboards one press looks into. */
const MOST_LOOKS = 50;

/**
 * Which other dashboards use what changed. It is asked after the page is there, since every dashboard of the environment
 * has to be looked through for it, and again only when what changed is something else.
 */
export class SharedLook {
	#uses = $state.raw<readonly SharedUse[]>([]);
	#failed = $state.raw<Failed | null>(null);
	/** Title of the dashboard that is looked into now. */
	#looking = $state<string | null>(null);
	#asked = '';

	get uses(): readonly SharedUse[] {
		return this.#uses;
	}
	get failed(): Failed | null {
		return this.#failed;
	}
	get looking(): string | null {
		return this.#looking;
	}

	/**
	 * @param url where it is asked; `null` when nothing can be shared
	 * @param state what the answer depends on: as long as it is the same, nobody is asked again
	 */
	async ask(url: string | null, state: string): Promise<void> {
		const asked = `${url} ${state}`;
		if (asked === this.#asked) return;
		this.#asked = asked;
		this.#failed = null;
		if (url === null) {
			this.#uses = [];
			return;
		}
		const found = await askFor<readonly SharedUse[]>(url);
		// What was asked for later has a newer answer.
		if (this.#asked !== asked) return;
		if (found.kind === 'failed') this.#failed = found;
		else this.#uses = found.body;
	}

	/** Ask again as the last time. */
	again(url: string, state: string): Promise<void> {
		this.#asked = '';
		return this.ask(url, state);
	}

	/** Check dashboards for changes, one after the other; the first that cannot be looked into ends it. */
	async lookInto(dashboards: readonly SharedUse[], url: string, state: string): Promise<void> {
		if (this.#looking !== null) return;
		let failed: Failed | null = null;
		for (const { dashboardId, title } of dashboards.slice(0, MOST_LOOKS)) {
			this.#looking = title;
			const found = await askFor(`/api/v1/dashboards/${dashboardId}/checks`, { method: 'POST' });
			if (found.kind !== 'failed') continue;
			failed = { message: `${title} could not be looked at. ${found.message}`, hint: found.hint };
			break;
		}
		this.#looking = null;
		await this.again(url, state);
		this.#failed ??= failed;
	}
}

async function askFor<Body>(
	url: string,
	init?: RequestInit
): Promise<{ readonly kind: 'ok'; readonly body: Body } | (Failed & { readonly kind: 'failed' })> {
	try {
		const answer = await fetch(url, init);
		// Our own server says it; a schema would bring all of zod into the page.
		const body = (await answer.json()) as Body & { error?: { message: string; hint?: string } };
		if (answer.ok) return { kind: 'ok', body };
		return { kind: 'failed', message: body.error?.message ?? 'It was refused.', hint: body.error?.hint ?? null };
	} catch {
		return { kind: 'failed', message: 'This server did not answer.', hint: null };
	}
}
