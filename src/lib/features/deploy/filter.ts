import type { PlanItem } from '#lib/domain/plan.ts';
import type { Tone } from '#lib/ui/tone.ts';

/** How each thing that a plan does is called and coloured. The order is that of the five counts. */
export const ACTIONS = {
	create: { word: 'create', tone: 'added' },
	update: { word: 'update', tone: 'changed' },
	unlink: { word: 'leaves', tone: 'removed' },
	blocked: { word: 'blocked', tone: 'danger' },
	unchanged: { word: 'unchanged', tone: 'neutral' }
} as const satisfies Record<PlanItem['action'], { word: string; tone: Tone }>;

export type PlanAction = PlanItem['action'];
export const PLAN_ACTIONS = Object.keys(ACTIONS) as PlanAction[];

/** What the address asks to see; nothing of ours is everything that the deploy touches. */
export const shownActionOf = (text: string | null): PlanAction | null =>
	PLAN_ACTIONS.find((action) => action === text) ?? null;

/** The objects of one count, or without one all but the unchanged; what somebody edited there comes first. */
export function itemsShown(items: readonly PlanItem[], shown: PlanAction | null): PlanItem[] {
	return items
		.filter(({ action }) => (shown ? action === shown : action !== 'unchanged'))
		.sort((a, b) => Number(b.editedThere) - Number(a.editedThere));
}
