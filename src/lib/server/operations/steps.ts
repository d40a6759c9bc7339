import type { Context } from './operation.ts';

/**
 * Weighted steps of a job: `const step = stepsOf(context, { capture: 3, write: 6, verify: 3 })`, then
 * `await step('write', 'Writing 5 charts')` when one begins and `await step('write', 'Chart 2 of 5', 0.4)` inside it.
 * Weights are guesses of time in any unit, in the order in which the steps come.
 */
export function stepsOf<Step extends string>(context: Pick<Context, 'report'>, weights: Record<Step, number>) {
	const names = Object.keys(weights) as Step[];
	const total = names.reduce((sum, name) => sum + weights[name], 0);
	return (name: Step, message: string, fractionDone = 0): Promise<void> => {
		const before = names.slice(0, names.indexOf(name)).reduce((sum, earlier) => sum + weights[earlier], 0);
		return context.report(message, total === 0 ? 0 : (before + weights[name] * fractionDone) / total);
	};
}
