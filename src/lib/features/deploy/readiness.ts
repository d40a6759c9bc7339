import { KIND_WORDS } from '#lib/features/asset/kinds.ts';
import type { Plan, PlanItem } from '#lib/domain/plan.ts';
import { countWords } from '#lib/ui/count-words.ts';

/** One line of what must be right before a deploy, in the order in which things fail. */
export interface ReadinessCheck {
	readonly label: string;
	readonly standing: 'ok' | 'warning' | 'failed';
	readonly detail: string;
	readonly action?: { readonly label: string; readonly href: string };
}

/** Names in a sentence: three, then how many more. */
function namesOf(items: readonly PlanItem[]): string {
	const names = items.slice(0, 3).map(({ kind, name }) => `${KIND_WORDS[kind].word.toLowerCase()} ${name}`);
	return items.length > 3 ? `${names.join(', ')} and ${items.length - 3} more` : names.join(', ');
}

const sentence = (words: string): string => words.charAt(0).toUpperCase() + words.slice(1);

/**
 * What a plan found, as a list that one can work off.
 *
 * @param hrefOf the plan with one count chosen
 */
export function readinessOf(plan: Plan, hrefOf: (action: PlanItem['action']) => string): ReadinessCheck[] {
	const { environment } = plan;
	const blocked = plan.items.filter(({ action }) => action === 'blocked');
	const edited = plan.items.filter(({ editedThere, action }) => editedThere && action !== 'unchanged');
	const shared = plan.items.filter(({ alsoUsedBy, action }) => alsoUsedBy.length > 0 && action === 'update');
	const others = new Set(shared.flatMap(({ alsoUsedBy }) => alsoUsedBy)).size;
	const checks: ReadinessCheck[] = [
		{
			label: 'Connection',
			standing: 'ok',
			detail: `Superset ${plan.targetVersion} in ${environment} answered.`
		},
		blocked.length
			? {
					label: 'Objects',
					standing: 'failed',
					detail: `${countWords(blocked.length, 'object')} cannot be deployed: ${namesOf(blocked)}.`,
					action: { label: 'Show', href: hrefOf('blocked') }
				}
			: {
					label: 'Objects',
					standing: 'ok',
					detail: `${plan.items.length === 1 ? 'The one object' : `All ${plan.items.length} objects`} can be deployed.`
				},
		edited.length
			? {
					label: 'Edited by hand',
					standing: 'warning',
					detail: `${sentence(namesOf(edited))} ${edited.length === 1 ? 'was' : 'were'} edited in ${environment} since the last deployment. That is overwritten, and kept in the safety capture.`
				}
			: {
					label: 'Edited by hand',
					standing: 'ok',
					detail: `Nothing that is written was edited in ${environment} by hand.`
				}
	];
	if (shared.length) {
		checks.push({
			label: 'Shared',
			standing: 'warning',
			detail: `${sentence(namesOf(shared))} ${shared.length === 1 ? 'is' : 'are'} also used by ${countWords(others, 'other dashboard')}, which ${others === 1 ? 'gets' : 'get'} the change too.`,
			action: { label: 'Show', href: hrefOf('update') }
		});
	}
	return [...checks, ...plan.notes.map(noteCheck)];
}

const noteCheck = ({ level, subject, message, hint }: Plan['notes'][number]): ReadinessCheck => ({
	label: subject,
	standing: level === 'blocking' ? 'failed' : level === 'warning' ? 'warning' : 'ok',
	detail: hint === null ? message : `${message} ${hint}`
});
