import type { Fetched } from '#lib/domain/remote.ts';
import { countWords } from '#lib/ui/count-words.ts';
import type { Told } from '#lib/ui/telling.svelte.ts';

/** What a fetch brought, in words. `null`: it takes longer than somebody waits for. */
export function fetchedWords(host: string, fetched: Fetched | null): Told {
	if (!fetched) {
		const detail = 'It goes on by itself; the list of jobs says when it is done.';
		return { toast: { message: `${host} is still being fetched.`, detail } };
	}
	const parts = [
		...(fetched.moved ? [`${countWords(fetched.moved, 'branch', 'branches')} new or moved`] : []),
		...(fetched.gone ? [`${countWords(fetched.gone, 'branch', 'branches')} gone there`] : []),
		...(fetched.tags ? [countWords(fetched.tags, 'new tag')] : [])
	];
	const passedOver = fetched.passedOver.length;
	const detail = passedOver
		? `${countWords(passedOver, 'name')} passed over: ${fetched.passedOver.slice(0, 3).join(', ')}${passedOver > 3 ? ', …' : ''}`
		: undefined;
	return {
		toast: { message: parts.length ? `From ${host}: ${parts.join(', ')}.` : `Nothing new on ${host}.`, detail }
	};
}
