import type { DashboardSummary } from '#lib/domain/dashboard.ts';
import type { Tone } from '#lib/ui/tone.ts';

export interface GitStatus {
	readonly tone: Tone;
	readonly words: string;
	/** The more it asks for attention, the smaller. */
	readonly rank: number;
}

/** Stops where somebody edited the dashboard by hand, besides where it is edited anyway. */
export const driftedStops = ({ stops, home }: Pick<DashboardSummary, 'stops' | 'home'>) =>
	stops.filter(({ standing, environment }) => standing === 'edited' && environment !== home);

/** How a dashboard stands, in one word or two: what is to commit first, then what somebody did elsewhere. */
export function gitStatus(dashboard: DashboardSummary): GitStatus {
	const count = dashboard.changeCount;
	if (count !== null && count > 0) {
		return { tone: 'changed', words: count === 1 ? '1 change' : `${count} changes`, rank: 0 };
	}
	const drifted = driftedStops(dashboard);
	const worst = drifted.find(({ stage }) => stage === 'prod') ?? drifted[0];
	if (worst) return { tone: 'warning', words: `Edited by hand in ${worst.environment}`, rank: 1 };
	if (dashboard.home === null) return { tone: 'neutral', words: 'Only in git', rank: 3 };
	if (count === null) return { tone: 'neutral', words: 'Not captured yet', rank: 2 };
	return { tone: 'ok', words: 'In step', rank: 4 };
}
