import { expect, test } from 'vitest';
import { issueAt } from '#lib/ui/issues.ts';

const issues = [
	{ path: ['credentials', 'password'], message: 'must not be empty' },
	{ path: ['url'], message: 'Write it with https.' },
	{ path: [], message: 'is no form' }
];

test('FIELD-1 an issue is said at the field that its path ends with', () => {
	expect(issueAt(issues, 'password')).toBe('It must not be empty.');
	expect(issueAt(issues, 'url')).toBe('Write it with https.');
	expect(issueAt(issues, 'name')).toBeUndefined();
	expect(issueAt(undefined, 'name')).toBeUndefined();
});
