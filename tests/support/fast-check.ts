import fc from 'fast-check';

const wanted = process.env['FAST_CHECK_SEED'];

/**
 * The same cases in each run: a run fails by what was changed, never by luck. `FAST_CHECK_SEED=random` looks for cases
 * that nobody has met, `FAST_CHECK_RUNS` says how many of each property; what they find gets a test of its own.
 */
fc.configureGlobal({
	...(wanted !== 'random' && { seed: Number(wanted ?? 20_260_301) }),
	...(process.env['FAST_CHECK_RUNS'] !== undefined && { numRuns: Number(process.env['FAST_CHECK_RUNS']) })
});

export default fc;
