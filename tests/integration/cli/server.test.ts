import { once } from 'node:events';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { trackZip } from '#lib/server/operations/dashboard/track-zip.ts';
import { execute } from '#lib/server/operations/operation.ts';
import { contextFor } from '#tests/support/app.ts';
import { dashbranch } from '#tests/support/command-line.ts';
import { renameChart } from '#tests/support/operations/edits.ts';
import { OWN_CHART, recording, SHARED_CHART, TITLE } from '#tests/support/operations/practice-world.ts';
import { served } from './served.ts';

const TOKEN = 'dbr_secret-of-this-test';

async function otherServer(answer: RequestListener): Promise<string> {
	const server = createServer(answer);
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	onTestFinished(() => {
		server.closeAllConnections();
		server.close();
	});
	return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

test('CLI-20 server and token have to be named, as an address and a token', async () => {
	const said = async (env: Record<string, string>, ...option: string[]) => {
		const { code, json } = await dashbranch(['dashboards', '--json', ...option], { env });
		return [code, (json()['error'] as unknown as { message: string }).message];
	};
	expect(await said({})).toEqual([2, 'Which server is not said.']);
	expect(await said({ DASHBRANCH_SERVER: 'http://127.0.0.1:1' })).toEqual([2, 'DASHBRANCH_TOKEN is not set.']);
	for (const address of ['nonsense', 'file:///etc', 'https://me:pw@host'])
		expect(await said({ DASHBRANCH_TOKEN: TOKEN }, '--server', address)).toEqual([
			...[2, 'The server’s address is no http or https address.']
		]);
});

test('CLI-20 the option counts over the environment', async () => {
	const { run, api } = await served();
	const { code } = await run(['dashboards', '--server', `${api.url}/`], {
		env: { DASHBRANCH_SERVER: 'http://127.0.0.1:1' }
	});
	expect(code).toBe(0);
});

test('CLI-8 a malformed token is not repeated, nor one that a server repeats', async () => {
	const broken = `${TOKEN}\u2028x`;
	const url = await otherServer((request, response) => {
		response.writeHead(400, { 'content-type': 'application/json' });
		response.end(JSON.stringify({ error: { code: 'invalid_input', message: `no: ${request.headers.authorization}` } }));
	});
	for (const token of [broken, TOKEN])
		for (const args of [['--json'], ['--verbose']]) {
			const env = { DASHBRANCH_SERVER: url, DASHBRANCH_TOKEN: token };
			const { code, out, err } = await dashbranch(['dashboards', ...args], { env });
			expect(code).toBe(token === broken ? 2 : 4);
			expect(out + err).not.toContain(TOKEN);
		}
});

test('CLI-21 a server that is off, or something else, is named', async () => {
	const elsewhere: string[] = [];
	const other = await otherServer((request, response) => {
		elsewhere.push(String(request.headers.authorization));
		response.end('<html>hello</html>');
	});
	const redirecting = await otherServer((_, response) => response.writeHead(302, { location: other }).end());
	const said = async (url: string) => {
		const { code, err } = await dashbranch(['dashboards'], {
			env: { DASHBRANCH_SERVER: url, DASHBRANCH_TOKEN: TOKEN }
		});
		return [code, err];
	};
	const closed = createServer().listen(0, '127.0.0.1');
	await once(closed, 'listening');
	const { port } = closed.address() as AddressInfo;
	await new Promise((resolve) => closed.close(resolve));
	const off = `127.0.0.1:${port} does not answer (ECONNREFUSED)`;
	expect(await said(`http://127.0.0.1:${port}`)).toEqual([4, expect.stringContaining(off)]);
	expect(await said(redirecting)).toEqual([4, expect.stringContaining(`leads to ${other}`)]);
	expect(elsewhere).toEqual([]);
	expect(await said(other)).toEqual([4, expect.stringContaining('something else than JSON')]);
	const { code, err } = await dashbranch(['dashboards'], {
		env: { DASHBRANCH_SERVER: (await served()).api.url, DASHBRANCH_TOKEN: TOKEN }
	});
	expect([code, err]).toEqual([4, expect.stringContaining('Nobody is signed in')]);
});

test('CLI-22 a dashboard by id or exact title; one title of several is refused, an unknown one names near ones', async () => {
	const { app, run, dashboardId } = await served();
	for (const name of [dashboardId, TITLE]) {
		const { json } = await run(['history', name, '--json']);
		expect(json()['dashboard']).toEqual({ id: dashboardId, title: TITLE });
	}
	const near = await run(['history', 'shared']);
	expect([near.code, near.err]).toEqual([4, expect.stringContaining(`Did you mean “${TITLE}”?`)]);
	const far = await run(['history', 'Nothing of the kind']);
	expect(far.err).toContain('`dashbranch dashboards` lists them.');

	const { dashboardId: second } = await execute(trackZip, contextFor(app), { zip: recording('sales-overview') });
	await app.db.updateTable('dashboard').set({ title: TITLE }).where('id', '=', second).execute();
	const both = await run(['history', TITLE, '--json']);
	const { error } = both.json() as unknown as { error: { findings: { path: string }[] } };
	expect(error.findings.map(({ path }) => path).sort()).toEqual([dashboardId, second].sort());
	const fromZip = await run(['capture', second]);
	expect([fromZip.code, fromZip.err]).toEqual([4, expect.stringContaining('Name one with --from.')]);
});

test('CLI-23 capture tells what differs, commit commits it as the token’s person, and then nothing is left', async () => {
	const { run, dev } = await served();
	const listed = await run(['dashboards']);
	expect(listed.out).toContain(TITLE);
	expect((await run(['environments'])).out).toMatch(/^dev +dev +[^]*^prod +prod/m);
	expect((await run(['capture', TITLE])).out).toBe(`“${TITLE}” in dev against main: equal\n`);
	renameChart(dev, OWN_CHART, 'Channels');
	const captured = await run(['capture', TITLE]);
	expect([captured.code, captured.out]).toEqual([0, expect.stringContaining(`renamed “${OWN_CHART}” → “Channels”`)]);
	expect(captured.err).toBe('');

	const made = await run(['commit', TITLE, '-m', 'Channels by name', '--json']);
	expect(made.json()).toMatchObject({ environment: 'dev', branch: 'main', alsoTaken: [] });
	const none = await run(['commit', TITLE, '-m', 'Again']);
	expect([none.code, none.out]).toEqual([0, 'Nothing to commit: dev holds what main has.\n']);
	const { json } = await run(['history', TITLE, '--json']);
	const [first] = json()['entries'] as unknown as { oid: string; author: { name: string }; subject: string }[];
	expect(first).toMatchObject({ oid: made.json()['commit'], author: { name: 'Emil' }, subject: 'Channels by name' });
});

test('CLI-23 --only commits the named files and leaves the others', async () => {
	const { run, dev } = await served();
	renameChart(dev, OWN_CHART, 'Channels');
	renameChart(dev, SHARED_CHART, 'Revenue');
	const { json } = await run(['capture', TITLE, '--json']);
	const { assets } = json()['changes'] as unknown as { assets: { name: string; path: string }[] };
	const path = assets.find(({ name }) => name === 'Channels')!.path;
	expect((await run(['commit', TITLE, '-m', 'One', '--only', path])).code).toBe(0);
	const left = await run(['capture', TITLE]);
	expect(left.out).toContain('“Revenue”');
	expect(left.out).not.toContain('“Channels”');
	const unknown = await run(['commit', TITLE, '-m', 'None', '--only', 'charts/none.yaml']);
	expect([unknown.code, unknown.err]).toEqual([4, expect.stringContaining('charts/none.yaml')]);
});

test('CLI-24 history shows commits with branches and where they are deployed; more are told of', async () => {
	const { run, dev } = await served();
	renameChart(dev, OWN_CHART, 'Channels');
	await run(['commit', TITLE, '-m', 'Channels by name']);
	await run(['deploy', TITLE, '--to', 'prod', '--yes']);
	const { out } = await run(['history', TITLE]);
	const [newest, oldest] = out.split('\n');
	expect(newest).toMatch(
		/^[0-9a-f]{12} {2}\d{4}-\d\d-\d\d \d\d:\d\dZ {2}Emil {2}Channels by name {2}\(main, deployed to prod\)$/
	);
	expect(oldest).toMatch(/Track “Shared chart A” from dev$/);
	const one = await run(['history', TITLE, '--limit', '1']);
	expect([one.out.split('\n').length, one.err]).toEqual([2, expect.stringContaining('more than these 1')]);
	const digits = oldest!.slice(0, 9);
	expect((await run(['history', TITLE, '--branch', digits])).out).toBe(`${oldest}\n`);
	expect((await run(['history', TITLE, '--branch', '0000000'])).err).toContain('no branch, tag or commit “0000000”');
	expect((await run(['history', TITLE, '--limit', '0'])).code).toBe(2);
});
