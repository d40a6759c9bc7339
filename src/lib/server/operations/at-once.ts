/**
 * Ask about each item, so many at the same moment; the answers come in the order of the items.
 * @param most more would only wait for each other: for a process of git each, twice the cores of a small machine or so
 */
export async function askAtOnce<Item, Answer>(
	items: readonly Item[],
	most: number,
	ask: (item: Item) => Promise<Answer>
): Promise<Answer[]> {
	const answers: Answer[] = [];
	let next = 0;
	const work = async () => {
		while (next < items.length) {
			const at = next++;
			answers[at] = await ask(items[at]!);
		}
	};
	await Promise.all(Array.from({ length: Math.min(most, items.length) }, work));
	return answers;
}
