import type { Choice, Choices, Keep } from '#lib/domain/merge/conflict.ts';
import { isMapping, mapping } from '#lib/domain/value.ts';
import { parseJson, writeJson } from '../../superset/bundle/json.ts';

/** What was decided as text, with `1` and `1.0` different and every digit of a number kept. */
export const choicesText = (choices: Choices): string =>
	writeJson(mapping([...choices].map(([id, choice]) => [id, mapping(Object.entries(choice))])));

/** @throws JsonError for text that {@link choicesText} did not make, or with a value that is nested too deep */
export function choicesOf(text: string): Choices {
	const parsed = parseJson(text);
	const choices = new Map<string, Choice>();
	for (const [id, choice] of Object.entries(isMapping(parsed) ? parsed : {})) {
		if (!isMapping(choice)) continue;
		const { keep, value } = choice;
		if (value !== undefined) choices.set(id, { value });
		else choices.set(id, { keep: keep as Keep });
	}
	return choices;
}
