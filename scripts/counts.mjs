/**
 * How many tests passed and failed. Counts are added up over all steps, so that the last line of a run is true.
 *
 * @typedef {{ passed: number, failed: number }} Counts
 */

/**
 * Counts of a vitest run, from its JSON report.
 *
 * @param {any} report  what `--reporter=json` wrote, or undefined when vitest wrote nothing
 * @param {number} exitCode
 * @returns {Counts}
 */
export function countVitest(report, exitCode) {
	if (report === undefined) return { passed: 0, failed: 1 };
	// A file that does not even load has no tests to count: it is one failure.
	const unloaded = report.testResults.filter(
		(/** @type {any} */ file) => file.status === 'failed' && file.assertionResults.length === 0
	);
	return settle({ passed: report.numPassedTests, failed: report.numFailedTests + unloaded.length }, exitCode);
}

/**
 * Counts of a Playwright run, from its JSON report. A test that passed at a second try counts as failed.
 *
 * @param {any} report  what `--reporter=json` wrote, or undefined when Playwright wrote nothing
 * @param {number} exitCode
 * @returns {Counts}
 */
export function countPlaywright(report, exitCode) {
	if (report === undefined) return { passed: 0, failed: 1 };
	const { expected, unexpected, flaky } = report.stats;
	return settle({ passed: expected, failed: unexpected + flaky }, exitCode);
}

/**
 * A check without tests of its own (format, lint, types, build) counts as one.
 *
 * @param {number} exitCode
 * @returns {Counts}
 */
export const countCheck = (exitCode) => (exitCode === 0 ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 });

/**
 * @param {readonly Counts[]} counts
 * @returns {Counts}
 */
export const sumCounts = (counts) => ({
	passed: counts.reduce((sum, { passed }) => sum + passed, 0),
	failed: counts.reduce((sum, { failed }) => sum + failed, 0)
});

/**
 * The last line of a run.
 *
 * @param {Counts} counts
 */
export const closingLine = ({ passed, failed }) => `${passed} passed, ${failed} failed`;

/**
 * 0 only when something ran and nothing failed.
 *
 * @param {Counts} counts
 */
export const exitCodeOf = ({ passed, failed }) => (failed === 0 && passed > 0 ? 0 : 1);

/**
 * A run that says "failed" by its exit code, or that ran no test, has failed even where no test did.
 *
 * @param {Counts} counts
 * @param {number} exitCode
 */
function settle(counts, exitCode) {
	const broke = counts.failed === 0 && (exitCode !== 0 || counts.passed === 0);
	return broke ? { ...counts, failed: 1 } : counts;
}
