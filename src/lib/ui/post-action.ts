import { deserialize } from '$app/forms';

/** Why an action said no. */
export interface ActionRefusal {
	readonly message: string;
	readonly hint?: string | undefined;
}

export type ActionAnswer =
	| { readonly data: Readonly<Record<string, unknown>>; readonly refusal?: undefined }
	| { readonly refusal: ActionRefusal; readonly data?: undefined };

/** Send fields to a form action as a form would, and read what it gave. The page's data is not loaded again. */
export async function postAction(action: string, fields: Readonly<Record<string, string>> = {}): Promise<ActionAnswer> {
	const body = new FormData();
	for (const [name, value] of Object.entries(fields)) body.set(name, value);
	try {
		const headers = { accept: 'application/json', 'x-sveltekit-action': 'true' };
		const result = deserialize(await (await fetch(action, { method: 'POST', headers, body })).text());
		if (result.type === 'failure') return { refusal: refusalOf(result.data?.['error']) };
		if (result.type === 'error') return { refusal: refusalOf(result.error) };
		return { data: (result.type === 'success' && result.data) || {} };
	} catch {
		return { refusal: { message: 'This server did not answer.' } };
	}
}

const refusalOf = (error: unknown): ActionRefusal => {
	const { message, hint } = (error ?? {}) as Partial<ActionRefusal>;
	return { message: message ?? 'It was refused.', hint };
};
