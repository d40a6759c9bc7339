import { expect, test } from 'vitest';
import {
	closingLine,
	countCheck,
	countPlaywright,
	countVitest,
	exitCodeOf,
	sumCounts
} from '../../../scripts/counts.mjs';

const vitestReport = (
	passed: number,
	failed: number,
	files: { status: string; assertionResults: unknown[] }[] = []
) => ({
	numPassedTests: passed,
	numFailedTests: failed,
	testResults: files
});

test('SCRIPT-4 tests of a run are counted from its report', () => {
	expect(countVitest(vitestReport(7, 2), 1)).toEqual({ passed: 7, failed: 2 });
	expect(countPlaywright({ stats: { expected: 3, unexpected: 1, flaky: 1, skipped: 4 } }, 1)).toEqual({
		passed: 3,
		failed: 2
	});
});

test('SCRIPT-4 a file that does not load is one failure', () => {
	const broken = { status: 'failed', assertionResults: [] };
	expect(countVitest(vitestReport(7, 0, [broken]), 1)).toEqual({ passed: 7, failed: 1 });
});

test('SCRIPT-5 a run that ends badly with no failed test has failed', () => {
	expect(countVitest(vitestReport(7, 0), 1)).toEqual({ passed: 7, failed: 1 });
	expect(countVitest(undefined, 0)).toEqual({ passed: 0, failed: 1 });
	expect(countPlaywright(undefined, 0)).toEqual({ passed: 0, failed: 1 });
});

test('SCRIPT-5 a run without a test has failed', () => {
	expect(countVitest(vitestReport(0, 0), 0)).toEqual({ passed: 0, failed: 1 });
	expect(exitCodeOf({ passed: 0, failed: 0 })).toBe(1);
});

test('SCRIPT-4 the last line is the sum of all steps', () => {
	const total = sumCounts([countCheck(0), countCheck(2), countVitest(vitestReport(7, 2), 1)]);
	expect(closingLine(total)).toBe('8 passed, 3 failed');
	expect(exitCodeOf(total)).toBe(1);
	expect(exitCodeOf(sumCounts([countCheck(0)]))).toBe(0);
});
