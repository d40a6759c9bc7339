import { expect, test } from 'vitest';
import {
	closingLine,
	countCheck,
	countPlaywright,
	countVitest,
	exitCodeOf,
	failuresOfPlaywright,
	failuresOfVitest,
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

test('SCRIPT-7 what failed is named with its file and what it said first', () => {
	const failed = {
		status: 'failed',
		fullName: 'A-1 adds',
		failureMessages: ['\u001b[31mexpected 3\u001b[39m\n  at x.ts']
	};
	const vitest = {
		testResults: [
			{ name: '/x/tests/unit/a.test.ts', status: 'failed', assertionResults: [{ status: 'passed' }, failed] },
			{ name: '/x/tests/unit/b.test.ts', status: 'failed', message: 'No such file', assertionResults: [] },
			{ name: '/x/tests/unit/c.test.ts', status: 'passed', assertionResults: [{ status: 'passed' }] }
		]
	};
	expect(failuresOfVitest(vitest)).toEqual([
		'tests/unit/a.test.ts › A-1 adds: expected 3',
		'tests/unit/b.test.ts › does not load: No such file'
	]);
	const message = 'Error: toHaveCount failed\n\nLocator: one\nExpected: 1\nReceived: 2\nCall log: …';
	const spec = (title: string, ok: boolean) => ({
		...{ title, ok, file: 'a.test.ts', tests: [{ results: [{ errors: ok ? [] : [{ message }] }] }] }
	});
	const suites = [{ specs: [spec('B-1', true)], suites: [{ specs: [spec('B-2', false)] }] }];
	expect(failuresOfPlaywright({ suites, errors: [{ message: 'no browser' }] })).toEqual([
		'a.test.ts › B-2: Error: toHaveCount failed · Locator: one · Expected: 1 · Received: 2',
		'the run: no browser'
	]);
	expect([failuresOfVitest(undefined), failuresOfPlaywright(undefined)]).toEqual([[], []]);
});
