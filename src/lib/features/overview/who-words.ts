import type { AssetPart, NamedPart } from '#lib/domain/compare/parts.ts';
import type { LastChange } from '#lib/domain/history.ts';
import type { LayoutView } from '#lib/domain/layout/single-view.ts';
import { relativeTime } from '#lib/ui/relative-time.ts';

type BlamedPart = NamedPart & { readonly change: LastChange | null };

const TITLES: Readonly<Record<AssetPart['kind'], string>> = {
	filter: 'Filters',
	metric: 'Metrics',
	column: 'Columns',
	node: 'Elements',
	field: 'Settings'
};

/** Parts by what they are, in their order. */
export function groupsOf<One extends NamedPart>(
	parts: readonly One[]
): { readonly title: string; readonly parts: readonly One[] }[] {
	const kinds = [...new Set(parts.map(({ part }) => part.kind))];
	return kinds.map((kind) => ({ title: TITLES[kind], parts: parts.filter(({ part }) => part.kind === kind) }));
}

/** The newest of all changes. */
export const newestOf = (parts: readonly Pick<BlamedPart, 'change'>[]): LastChange | null =>
	parts.reduce<LastChange | null>(
		(newest, { change }) => (change && change.at > (newest?.at ?? -Infinity) ? change : newest),
		null
	);

/** Read aloud with each box, and shown on a phone: who changed the chart in it last. @param now as `Date.now()` */
export const withWho = (
	view: LayoutView,
	who: Readonly<Record<string, LastChange>>,
	{ now, zone }: { readonly now: number; readonly zone: string | undefined }
): LayoutView => ({
	...view,
	boxes: view.boxes.map((box) => {
		const change = box.chart === null ? undefined : who[box.chart];
		if (!change) return box;
		return {
			...box,
			sentence: `${box.sentence}, last changed by ${change.author} ${relativeTime(change.at, now, zone)}`
		};
	})
});
