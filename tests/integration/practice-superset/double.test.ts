import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { PracticeClient } from '#tests/support/practice-superset/practice-client.ts';
import { startPracticeSuperset } from '#tests/support/practice-superset/server.ts';
import { practice, recording } from './practice.ts';

test('PRAC-24 a restart on the same state file finds what was written', async () => {
	const folder = mkdtempSync(join(tmpdir(), 'practice-superset-'));
	onTestFinished(() => rmSync(folder, { recursive: true }));
	const stateFile = join(folder, 'dev', 'state.json');
	const first = await startPracticeSuperset({ version: '6.1.0', stateFile, seed: [recording('6.1.0', 'orphan')] });
	const admin = await PracticeClient.signedIn(first.url);
	await admin.send('PUT', '/api/v1/dashboard/1', { dashboard_title: 'Kept' });
	await first.close();
	const { admin: again } = await practice({ version: '6.1.0', stateFile }, 'sales-overview');
	expect((await again.list('dashboard')).map((one) => one['dashboard_title'])).toEqual(['Kept']);
	expect(readdirSync(join(folder, 'dev'))).toEqual(['state.json']);
});

test('PRAC-25 faults come as often as asked, then the right answer', async () => {
	const { superset, admin } = await practice({ version: '6.1.0' }, 'orphan');
	const ask = () =>
		admin.get('/api/v1/dashboard/1').then(
			({ status }) => status,
			(error: Error) => error.name
		);
	superset.addFault({
		match: { path: '/api/v1/dashboard/1' },
		answer: { status: 429, headers: { 'retry-after': '1' } },
		times: 2
	});
	expect([await ask(), await ask(), await ask()]).toEqual([429, 429, 200]);
	superset.addFault({ match: { method: 'GET', path: /dashboard/ }, cut: true });
	expect([await ask(), await ask()]).toEqual(['TypeError', 200]);
	superset.addFault({ match: { path: '/api/v1/dashboard/1' }, close: true });
	expect([await ask(), await ask()]).toEqual(['TypeError', 200]);
	superset.addFault({ match: { path: '/api/v1/dashboard/1' }, delayMs: 1 });
	expect(await ask()).toBe(200);
});

test('PRAC-25 a request whose connection is closed may have done its work or not', async () => {
	const { superset, admin } = await practice({ version: '6.1.0' });
	const zip = recording('6.1.0', 'orphan');
	superset.addFault({ match: { path: '/api/v1/dashboard/import/' }, close: true });
	await expect(admin.import('dashboard', zip)).rejects.toThrow(TypeError);
	expect(superset.state.tables.dashboard).toHaveLength(0);
	superset.addFault({ match: { path: '/api/v1/dashboard/import/' }, close: true, afterWork: true });
	await expect(admin.import('dashboard', zip)).rejects.toThrow(TypeError);
	expect(superset.state.tables.dashboard).toHaveLength(1);
});

test('PRAC-26 ids begin where one says', async () => {
	const { superset } = await practice({ version: '6.1.0', firstId: 300 }, 'orphan');
	const { dashboard, dataset, database } = superset.state.tables;
	expect([dashboard, dataset, database].map((rows) => rows[0]?.id)).toEqual([301, 301, 301]);
});
