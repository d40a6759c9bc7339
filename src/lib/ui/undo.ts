import { deserialize } from '$app/forms';
import { invalidateAll } from '$app/navigation';

/** A form action that takes back what was done. */
export interface Undo {
	/** Its address: `/dashboards/<id>/branches?/create`. */
	readonly action: string;
	readonly fields?: Readonly<Record<string, string>> | undefined;
}

/** Send it as a form would, and load the page's data again; the page stays where it is. @returns why not, or `null` */
export async function sendUndo({ action, fields = {} }: Undo): Promise<string | null> {
	const body = new FormData();
	for (const [name, value] of Object.entries(fields)) body.set(name, value);
	try {
		const headers = { accept: 'application/json', 'x-sveltekit-action': 'true' };
		const result = deserialize(await (await fetch(action, { method: 'POST', headers, body })).text());
		await invalidateAll();
		if (result.type === 'failure') return messageOf(result.data?.['error']);
		return result.type === 'error' ? messageOf(result.error) : null;
	} catch {
		return 'This server did not answer.';
	}
}

function messageOf(error: unknown): string {
	const { message, hint } = (error ?? {}) as { message?: string; hint?: string };
	return [message ?? 'It was refused.', hint].filter(Boolean).join(' ');
}
