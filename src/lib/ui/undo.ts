import { invalidateAll } from '$app/navigation';
import { postAction } from './post-action.ts';

/** A form action that takes back what was done. */
export interface Undo {
	/** Its address: `/dashboards/<id>/branches?/create`. */
	readonly action: string;
	readonly fields?: Readonly<Record<string, string>> | undefined;
}

/** Send it as a form would, and load the page's data again; the page stays where it is. @returns why not, or `null` */
export async function sendUndo({ action, fields }: Undo): Promise<string | null> {
	const { refusal } = await postAction(action, fields);
	await invalidateAll();
	return refusal ? [refusal.message, refusal.hint].filter(Boolean).join(' ') : null;
}
