import { changesFromZip } from '#lib/server/operations/changes/from-zip.ts';
import { createBranch } from '#lib/server/operations/branch/create.ts';
import { createCommit } from '#lib/server/operations/commit/create.ts';
import { dashboardChanges } from '#lib/server/operations/dashboard/changes.ts';
import { trackZip } from '#lib/server/operations/dashboard/track-zip.ts';
import { zipDashboard } from '#lib/server/operations/dashboard/zip.ts';
import { execute } from '#lib/server/operations/operation.ts';
import { readBundle } from '#lib/server/superset/bundle/zip.ts';
import { DashboardId } from '#lib/domain/ids.ts';
import { contextFor, expect, test, type World } from '#tests/support/app.ts';
import { chartsAt } from '#tests/support/operations/branch-steps.ts';
import {
	OWN_CHART,
	recording,
	SHARED_CHART,
	SLUG,
	TITLE,
	zipOfTexts
} from '#tests/support/operations/practice-world.ts';
import { headOfMain, refsIn } from '#tests/support/operations/steps.ts';

/** The recorded dashboard with another name of a chart. */
async function editedZip(): Promise<Uint8Array> {
	const { files } = await readBundle(recording(SLUG));
	const texts = [...files].map(([path, bytes]) => [
		path,
		new TextDecoder().decode(bytes).replaceAll(`slice_name: ${OWN_CHART}`, 'slice_name: Channels')
	]);
	return zipOfTexts(Object.fromEntries(texts));
}

async function tracked({ app }: World) {
	const made = await execute(trackZip, contextFor(app), { zip: recording(SLUG) });
	const dashboardId = DashboardId.parse(made.dashboardId);
	const upload = (zip: Uint8Array, name?: string) =>
		execute(changesFromZip, contextFor(app), { dashboardId, zip, ...(name && { name }) });
	return { app, dashboardId, upload };
}

test('UPLOAD-1 an uploaded ZIP is changes, of which chosen ones are committed', async ({ world }) => {
	const { app, dashboardId, upload } = await tracked(world);
	const changes = await upload(await editedZip());
	expect(changes).toMatchObject({
		...{ environment: null, branch: 'main', head: await headOfMain(app, dashboardId) },
		assets: [{ name: 'Channels', sentences: [`renamed “${OWN_CHART}” → “Channels”`] }],
		suggestedMessage: expect.stringContaining('Channels')
	});
	const made = await execute(createCommit, contextFor(app), {
		...{ dashboardId, branch: 'main', message: 'Channels', expectedHead: changes.head, live: changes.live },
		paths: changes.assets.map(({ path }) => path)
	});
	expect(await chartsAt(app, dashboardId, made.commit)).toEqual(['Channels', SHARED_CHART]);
	expect((await upload(await editedZip())).assets).toEqual([]);
});

test('UPLOAD-1 what was downloaded and is uploaded again is no change', async ({ world }) => {
	const { app, dashboardId, upload } = await tracked(world);
	const { bytes } = await execute(zipDashboard, contextFor(app), { dashboardId, commit: 'main' });
	expect((await upload(bytes)).assets).toEqual([]);
});

test('UPLOAD-2 no ZIP, and one of another dashboard, change nothing', async ({ world }) => {
	const { app, dashboardId, upload } = await tracked(world);
	const refs = await refsIn(app, dashboardId);
	await expect(upload(recording('virtual'))).rejects.toMatchObject({
		code: 'bundle_rejected',
		message: `The file holds “Virtual dataset”, not “${TITLE}”.`,
		hint: expect.stringContaining('this dashboard'),
		findings: [{ message: 'Virtual dataset' }]
	});
	await expect(upload(new TextEncoder().encode('no zip'))).rejects.toMatchObject({ code: 'bundle_rejected' });
	expect(await refsIn(app, dashboardId)).toEqual(refs);
});

test('UPLOAD-3 an uploaded file is compared again, with any branch, by its name', async ({ world }) => {
	const { app, dashboardId, upload } = await tracked(world);
	const first = await upload(await editedZip(), 'sales\n<b>2024</b>.zip');
	expect(first.upload).toEqual({ name: 'sales <b>2024</b>.zip', by: 'Ada' });
	const again = (live: unknown, branch = 'main') =>
		execute(dashboardChanges, contextFor(app), { dashboardId, branch, upload: live });
	expect(await again(first.live)).toEqual(first);
	await execute(createBranch, contextFor(app), { dashboardId, name: 'other' });
	expect(await again(first.live, 'other')).toMatchObject({ branch: 'other', assets: first.assets });
	expect((await upload(await editedZip())).upload).toMatchObject({ name: 'a ZIP' });
});

test('UPLOAD-3 a commit that is no upload is not compared as one', async ({ world }) => {
	const { app, dashboardId } = await tracked(world);
	const head = await headOfMain(app, dashboardId);
	for (const upload of [head, 'a'.repeat(40)]) {
		await expect(execute(dashboardChanges, contextFor(app), { dashboardId, upload })).rejects.toMatchObject({
			code: 'not_found',
			hint: expect.stringContaining('Upload it again')
		});
	}
});
