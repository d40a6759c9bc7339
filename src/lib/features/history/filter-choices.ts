import type { HistoryFacets, TouchedAsset } from '#lib/domain/history.ts';
import { countWords } from '#lib/ui/count-words.ts';

/** One thing that can be chosen; an empty value leaves nothing out. */
export interface FilterChoice {
	readonly value: string;
	readonly name: string;
	/** Small, behind the name: how many commits it has. */
	readonly detail: string;
	/** Shown by its icon. */
	readonly kind?: TouchedAsset['kind'] | undefined;
}

const commits = (count: number): string => countWords(count, 'commit');

/** Two people may have one name, one person two addresses: chosen is the address, where there is one. */
export const authorChoices = ({ authors }: HistoryFacets): FilterChoice[] => [
	{ value: '', name: 'Anyone', detail: '' },
	...authors.map(({ name, email, count }) => {
		const isTwice = authors.filter((other) => other.name === name).length > 1;
		return { value: email || name, name: isTwice ? `${name} <${email}>` : name || email, detail: commits(count) };
	})
];

export const assetChoices = ({ assets }: HistoryFacets): FilterChoice[] => [
	{ value: '', name: 'Any asset', detail: '' },
	...assets.map(({ kind, name, path, count }) => ({
		...{ value: path, name: name || path, detail: commits(count), kind }
	}))
];

/** `tags`: newest first. */
export const tagChoices = (tags: readonly string[]): FilterChoice[] => [
	{ value: '', name: 'Tagged or not', detail: '' },
	{ value: '*', name: 'Any tag', detail: '' },
	...tags.map((name) => ({ value: name, name, detail: '' }))
];

export const refChoices = (branch: string): FilterChoice[] => [
	{ value: '', name: branch, detail: 'this branch' },
	{ value: '*', name: 'All branches', detail: 'and tags' }
];
