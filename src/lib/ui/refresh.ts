import { invalidateAll } from '$app/navigation';
import { navigating } from '$app/state';

/**
 * Load the page's data again for something that nobody pressed for. SvelteKit drops a navigation that is under way when
 * data is loaded again, so a click of somebody would be lost: this waits until it has arrived.
 */
export async function refresh(): Promise<void> {
	while (navigating.complete) await navigating.complete.catch(() => undefined);
	await invalidateAll();
}
