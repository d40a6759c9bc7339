import type { AssetKind } from '#lib/domain/asset.ts';
import type { AssetChange, ChangeDetail, FieldChange } from '#lib/domain/change.ts';
import { changesBetween, type ComparedAsset } from '#lib/domain/compare/changes.ts';
import type { AssetUuid } from '#lib/domain/ids.ts';
import { isMapping, type Mapping, type Value } from '#lib/domain/value.ts';
import { valueOf } from '#tests/support/bundle/edit.ts';

/** `uuid(1)`: one of as many as a test wants. */
export const uuid = (at: number): AssetUuid => `00000000-0000-4000-8000-${String(at).padStart(12, '0')}` as AssetUuid;

/** An asset of a tree; its number in contents is `at`. */
export function asset(kind: AssetKind, content: Value | object, at = 1, name = 'Revenue'): ComparedAsset {
	const value = valueOf(content);
	if (!isMapping(value)) throw new Error('An asset is a mapping.');
	return { kind, uuid: uuid(at), number: 2 ** 47 + at, name, path: `${kind}s/${at}.yaml`, content: value };
}

/** What one asset’s change from one content to another is told as; `others` are in both trees. */
export function changeOf(
	kind: AssetKind,
	before: object,
	after: object,
	others: readonly ComparedAsset[] = []
): AssetChange | undefined {
	return changesBetween([asset(kind, before), ...others], [asset(kind, after), ...others]).assets[0];
}

/** The sentences of a chart of a type whose parameters changed. */
export const chartSentences = (vizType: string, before: object, after: object, others?: readonly ComparedAsset[]) =>
	sentencesOf(
		changeOf(
			'chart',
			{ viz_type: vizType, dataset_uuid: uuid(2), params: before },
			{ viz_type: vizType, dataset_uuid: uuid(2), params: after },
			others
		)
	);

/** Sentences, none for what was only saved again. */
export const sentencesOf = (change: AssetChange | undefined): string[] =>
	change?.details.map(({ sentence }) => sentence) ?? [];

/** Whether a detail tells a difference: it stands at or below one of the detail’s places. */
export const tells = ({ path, also = [] }: ChangeDetail, difference: FieldChange): boolean =>
	[path, ...also].some((place) => place.every((key, at) => key === difference.path[at]));

export const params = (content: Mapping): Mapping => {
	const value = content['params'];
	if (!isMapping(value)) throw new Error('It has no parameters.');
	return value;
};
