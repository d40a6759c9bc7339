import type { DashboardStop, DashboardView } from '#lib/domain/dashboard.ts';
import { countWords } from '#lib/ui/count-words.ts';
import type { Stop } from '#lib/ui/stop.ts';

/**
 * Where the dashboard stands, as stops of the line: against the head of the branch that is looked at.
 *
 * @param changeCount changes in the home environment that the branch has not; `null` when it was never captured
 * @param hrefOf where a stop leads
 */
export function stopsOf(
	view: Pick<DashboardView, 'stops' | 'branch' | 'home' | 'standsIn'>,
	changeCount: number | null,
	hrefOf: (stop: DashboardStop) => string
): Stop[] {
	return view.stops.map((stop, at) => ({
		label: stop.environment,
		href: hrefOf(stop),
		chip: stop.standing === 'absent' ? undefined : (stop.labels[0] ?? stop.commit?.slice(0, 7)),
		// Nobody has gone the way to a place where the dashboard is not.
		unknown: view.stops[at + 1]?.standing === 'absent',
		...standingOf(stop, view, changeCount)
	}));
}

function standingOf(
	stop: DashboardStop,
	{ branch, home, standsIn }: Pick<DashboardView, 'branch' | 'home' | 'standsIn'>,
	changeCount: number | null
): Pick<Stop, 'tone' | 'words' | 'loose'> {
	if (stop.standing === 'absent') return { tone: 'neutral', words: 'not there' };
	if (stop.standing === 'recognised') {
		return standsIn[branch.name]?.includes(stop.environment)
			? { tone: 'ok', words: 'in step' }
			: { tone: 'neutral', words: `differs from ${branch.name}` };
	}
	if (stop.environment !== home) return { tone: 'warning', words: 'edited by hand', loose: true };
	return { tone: 'changed', words: changeCount ? countWords(changeCount, 'change') : 'edited', loose: true };
}
