import { expect, test } from 'vitest';
import { otherDashboardsIn } from '#lib/features/changes/upload.ts';

const OTHER = { path: '3f0a6c1e-7d7b-4a55-9a5e-6a0f3f0f7c11', message: 'Sales 2024' };

test('CHANGES-16 a file of other dashboards names them', () => {
	expect(otherDashboardsIn({ code: 'bundle_rejected', message: 'x', findings: [OTHER] })).toEqual(['Sales 2024']);
});

test('CHANGES-16 a file that cannot be understood holds none', () => {
	const findings = [{ path: 'charts/a.yaml', message: 'is no YAML' }];
	expect(otherDashboardsIn({ code: 'bundle_rejected', message: 'x', findings })).toEqual([]);
	expect(otherDashboardsIn({ code: 'bundle_rejected', message: 'x' })).toEqual([]);
	expect(otherDashboardsIn({ code: 'invalid_input', message: 'x' })).toEqual([]);
});
