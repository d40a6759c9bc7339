/** The keys that work, where they work; the dialog behind `?` shows them. */
export const KEY_GROUPS: readonly {
	readonly title: string;
	readonly keys: readonly { readonly key: string; readonly words: string }[];
}[] = [
	{
		title: 'Everywhere',
		keys: [
			{ key: '/', words: 'Search on this page' },
			{ key: 'g d', words: 'Go to dashboards' },
			{ key: 'g e', words: 'Go to environments' },
			{ key: 'g j', words: 'Go to jobs' },
			{ key: '[', words: 'Fold or unfold the sidebar' },
			{ key: '?', words: 'These keys' }
		]
	},
	{
		title: 'Inside a dashboard',
		keys: [
			{ key: 'b', words: 'Choose or create a branch' },
			{ key: 'c', words: 'Commit: to the message' },
			{ key: 'd', words: 'Changes' },
			{ key: 'g h', words: 'History' },
			{ key: 'j', words: 'Next change' },
			{ key: 'k', words: 'Previous change' },
			{ key: 'x', words: 'Tick or untick the change' }
		]
	}
];
