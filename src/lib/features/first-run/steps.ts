const LABELS = ['Your account', 'Your Superset', 'First dashboard'];

/** The three steps of a new server as seen from one of them, counted from 1. */
export const stepsAt = (step: 1 | 2 | 3) =>
	LABELS.map((label, at) => ({
		label,
		state: at + 1 < step ? ('done' as const) : at + 1 === step ? ('current' as const) : ('todo' as const)
	}));
