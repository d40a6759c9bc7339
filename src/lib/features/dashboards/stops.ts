import type { DashboardStop, DashboardSummary } from '#lib/domain/dashboard.ts';
import type { Stop } from '#lib/ui/stop.ts';

/** Where a dashboard stands, as stops of a line. Where it is edited, an edit is work; elsewhere it is drift. */
export const stopsOf = (dashboard: Pick<DashboardSummary, 'stops' | 'home'>): readonly Stop[] =>
	dashboard.stops.map((stop) => ({ label: stop.environment, ...lookOf(stop, stop.environment === dashboard.home) }));

function lookOf(stop: DashboardStop, isHome: boolean): Pick<Stop, 'tone' | 'chip' | 'words' | 'loose'> {
	const chip = stop.labels[0] ?? stop.commit?.slice(0, 7);
	if (stop.standing === 'absent') return { tone: 'neutral', words: 'not there' };
	if (stop.standing === 'recognised') return { tone: 'ok', chip, words: 'in step' };
	return isHome
		? { tone: 'changed', chip, words: 'with changes' }
		: { tone: 'warning', chip, words: 'edited by hand', loose: true };
}
