import { stripVTControlCharacters } from 'node:util';

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
 * The tests that failed in a vitest run, a line each: file, name and what was said first.
 *
 * @param {any} report  as for `countVitest`
 * @returns {string[]}
 */
export const failuresOfVitest = (report) =>
	(report?.testResults ?? []).flatMap((/** @type {any} */ { name, status, message, assertionResults }) => {
		const failed = assertionResults.filter((/** @type {any} */ one) => one.status === 'failed');
		if (status === 'failed' && failed.length === 0) return [failureLine(name, 'does not load', message)];
		return failed.map((/** @type {any} */ one) => failureLine(name, one.fullName, one.failureMessages[0]));
	});

/**
 * The tests that failed in a Playwright run, a line each, as `failuresOfVitest`.
 *
 * @param {any} report  as for `countPlaywright`
 * @returns {string[]}
 */
export function failuresOfPlaywright(report) {
	if (report === undefined) return [];
	const inside = (/** @type {any} */ { specs = [], suites = [] }) => [...specs, ...suites.flatMap(inside)];
	const failed = report.suites.flatMap(inside).filter((/** @type {any} */ { ok }) => !ok);
	const errors = (report.errors ?? []).map((/** @type {any} */ { message }) => failureLine('', 'the run', message));
	const said = ({ tests }) => tests.flatMap(({ results }) => results.flatMap(({ errors }) => errors))[0]?.message;
	return [...failed.map((/** @type {any} */ spec) => failureLine(spec.file, spec.title, said(spec))), ...errors];
}

/** @param {string} file @param {string} title @param {string | undefined} message */
function failureLine(file, title, message = 'says nothing') {
	const [first = '', ...rest] = stripVTControlCharacters(message)
		.split('\n')
		.map((line) => line.trim());
	const more = rest.filter((line) => /^(Expected|Received|Locator|[-+] )/.test(line)).slice(0, 4);
	const where = file.replace(/^.*?(?=tests\/)/, '');
	return `${[where, title].filter(Boolean).join(' › ')}: ${[first, ...more].join(' · ').slice(0, 400)}`;
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
