import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { App } from '#lib/server/app.ts';
import { listDashboards } from '#lib/server/db/dashboards.ts';
import { trackZip } from '#lib/server/operations/dashboard/track-zip.ts';
import { execute } from '#lib/server/operations/operation.ts';
import { contextFor, expect, test } from '#tests/support/app.ts';
import { HOSTILE_ZIPS, recordingWith } from '#tests/support/operations/hostile-zips.ts';
import { OWN_CHART, TITLE } from '#tests/support/operations/practice-world.ts';

const track = (app: App, zip: Uint8Array) => execute(trackZip, contextFor(app), { zip });

async function expectRefused(app: App, zip: Uint8Array, says: RegExp): Promise<void> {
	await expect(track(app, zip)).rejects.toMatchObject({
		code: 'bundle_rejected',
		message: expect.stringMatching(says),
		hint: expect.stringMatching(/\w/)
	});
	expect(await listDashboards(app.db)).toEqual([]);
	expect(readdirSync(join(app.config.dataDir, 'repos'))).toEqual([]);
}

test.for(HOSTILE_ZIPS)('BAD-1 a ZIP $what is refused, and nothing is left', async ({ make, says }, { world }) => {
	await expectRefused(world.app, await make(), says);
});

const inChart = (edit: (text: string) => string) =>
	recordingWith((path, text) => (path.endsWith('Own_chart_a_26.yaml') ? edit(text) : text));

test.for([
	{ what: 'an alias', edit: (text: string) => `anchor: &a [1]\nalias: *a\n${text}`, says: /alias|anchor/i },
	{ what: 'a tab', edit: (text: string) => text.replace('viz_type: pie', '\tviz_type: pie'), says: /line \d+/ },
	{ what: 'a key twice', edit: (text: string) => `${text}\nviz_type: table\n`, says: /viz_type/ },
	{ what: 'a tag', edit: (text: string) => `evil: !!python/object:os.system []\n${text}`, says: /line 1|tag/i },
	{ what: 'a list', edit: () => '- 1\n- 2\n', says: /Own_chart_a_26\.yaml/ },
	{ what: 'no uuid', edit: (text: string) => text.replace(/^uuid: .*$/m, ''), says: /uuid/ },
	{ what: 'a uuid that is none', edit: (text: string) => text.replace(/^uuid: .*$/m, 'uuid: 12'), says: /uuid/ },
	{ what: 'bytes that are no text', edit: () => '\uD800', says: /Own_chart_a_26\.yaml/ }
])('BAD-2 a chart with $what is refused, naming the file', async ({ edit, says }, { world }) => {
	const zip = await inChart(edit);
	await expectRefused(world.app, zip, says);
	await expect(track(world.app, zip)).rejects.toMatchObject({
		message: expect.stringContaining('Own_chart_a_26.yaml')
	});
});

test.for([
	{ what: 'params as a number', edit: (text: string) => text.replace(/^params:\n(?: .*\n)+/m, 'params: 7\n') },
	{ what: 'a name as a list', edit: (text: string) => text.replace(/^slice_name: .*$/m, 'slice_name: [a]') }
])('BAD-2 a chart with $what is kept as it is or refused, never a failure of ours', async ({ edit }, { world }) => {
	const zip = await inChart(edit);
	const tracked: unknown = await track(world.app, zip).catch((error: unknown) => error);
	if (tracked instanceof Error) expect(tracked).toMatchObject({ code: 'bundle_rejected' });
	else expect(tracked).toMatchObject({ title: TITLE });
});

test('BAD-3 a chart without its dataset is taken, and told with the next step', async ({ world }) => {
	const zip = await inChart((text) => text.replace(/^dataset_uuid: .*$/m, ''));
	const { findings } = await track(world.app, zip);
	expect(findings).toContainEqual({
		level: 'error',
		message: expect.stringContaining(`“${OWN_CHART}”`),
		hint: expect.stringMatching(/\w/)
	});
});

test('BAD-3 a layout that names a chart which is not there is taken, and told with the next step', async ({
	world
}) => {
	const missing = 'dddddddd-2222-4333-8444-555555555555';
	const zip = await recordingWith((path, text) =>
		path.includes('/dashboards/') ? text.replace('3ebfefa8-b336-5a09-9d12-6307c246addc', missing) : text
	);
	const { findings } = await track(world.app, zip);
	expect(findings).toContainEqual({
		level: 'warning',
		message: expect.stringMatching(new RegExp(`“${TITLE}”.*${missing}`)),
		hint: expect.stringMatching(/\w/)
	});
});
