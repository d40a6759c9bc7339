import { expect, test } from 'vitest';
import { connectionChecks, healthWords, latencyWords, shortUrl } from '#lib/features/environments/health.ts';

const ok = { kind: 'ok', version: '6.1.0', latencyMs: 62, account: 'robot', missing: [], checkedAt: 1 } as const;
const failed = (code: string) =>
	({ kind: 'failed', code, message: 'It is away.', hint: 'Start it.', checkedAt: 1 }) as const;
const standings = (...of: Parameters<typeof connectionChecks>) =>
	connectionChecks(...of).map(({ standing }) => standing);

test.each([
	['superset_unreachable', ['failed', 'waiting', 'waiting', 'waiting']],
	['superset_unexpected', ['ok', 'failed', 'waiting', 'waiting']],
	['superset_refused', ['ok', 'ok', 'failed', 'waiting']]
] as const)('ENVPAGE-2 after %s the steps are %o', (code, steps) => {
	expect(standings(failed(code), false)).toEqual(steps);
	const step = connectionChecks(failed(code), false).find(({ standing }) => standing === 'failed');
	expect(step?.detail).toBe('It is away. Start it.');
});

test('ENVPAGE-2 a good test passes all steps, and names what may not be done', () => {
	expect(standings(ok, false)).toEqual(['ok', 'ok', 'ok', 'ok']);
	const [, , , permissions] = connectionChecks({ ...ok, missing: ['write datasets', 'export'] }, false);
	expect(permissions).toMatchObject({ standing: 'warning', detail: 'It may not write datasets, export.' });
});

test('ENVPAGE-2 while it runs the first step runs, before it all wait', () => {
	expect(standings(ok, true)).toEqual(['running', 'waiting', 'waiting', 'waiting']);
	expect(new Set(standings(undefined, false))).toEqual(new Set(['waiting']));
});

test.each([
	[{ kind: 'unknown' }, 'neutral', 'Not checked'],
	[ok, 'ok', 'Healthy'],
	[{ ...ok, latencyMs: 1001 }, 'warning', 'Slow'],
	[{ ...ok, latencyMs: 1001, missing: ['export'] }, 'warning', 'May not do all'],
	[failed('superset_unreachable'), 'danger', 'Does not answer'],
	[failed('superset_refused'), 'danger', 'Does not let us in'],
	[failed('superset_unexpected'), 'danger', 'Does not work']
] as const)('ENVPAGE-3 %o is %s, “%s”', (health, tone, label) => {
	expect(healthWords(health)).toMatchObject({ tone, label });
});

test('ENVPAGE-3 times and addresses are short', () => {
	expect([0, 61.7, 1310].map(latencyWords)).toEqual(['less than 1 ms', '62 ms', '1.3 s']);
	expect(shortUrl('https://superset.example/bi')).toBe('superset.example/bi');
});
