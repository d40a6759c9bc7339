import { expect, test } from 'vitest';
import { Oid } from '#lib/domain/ids.ts';
import { TagName, tagRef } from '#lib/domain/refs.ts';
import { moveRef } from '#lib/server/git/refs.ts';
import { bringBackTag } from '#lib/server/operations/tag/bring-back.ts';
import { createDashboardTag } from '#lib/server/operations/tag/create.ts';
import { deleteTag } from '#lib/server/operations/tag/delete.ts';
import { listDashboardTags } from '#lib/server/operations/tag/list.ts';
import { execute } from '#lib/server/operations/operation.ts';
import { contextFor } from '#tests/support/app.ts';
import { practiceWorld, SLUG } from '#tests/support/operations/practice-world.ts';
import { headOfMain, refsIn } from '#tests/support/operations/steps.ts';
import { deployMain, trackBySlug } from '#tests/support/whole-way.ts';

async function tracked() {
	const { app } = await practiceWorld();
	const dashboardId = await trackBySlug(app, 'dev', SLUG);
	const commit = Oid.parse(await headOfMain(app, dashboardId));
	const tag = (name: string, message?: string) =>
		execute(createDashboardTag, contextFor(app), { dashboardId, name, commit: 'main', ...(message && { message }) });
	const list = () => execute(listDashboardTags, contextFor(app), { dashboardId });
	return { app, dashboardId, commit, tag, list };
}

test('TAG-1 a tag names a commit with a note, who wrote it and when; the list says where it is deployed', async () => {
	const { app, dashboardId, commit, tag, list } = await tracked();
	expect(await tag('v1.0', 'First release\n\nFor all.')).toEqual({ name: 'v1.0', commit });
	await deployMain(app, dashboardId, 'prod');
	expect(await list()).toMatchObject([
		{
			...{ name: 'v1.0', commit, note: 'First release\n\nFor all.', tagger: { name: 'Ada' }, deployedTo: ['prod'] },
			subject: expect.stringContaining('Track')
		}
	]);
	await expect(tag('v1.0')).rejects.toMatchObject({ code: 'already_exists' });
	await expect(tag('v 1')).rejects.toMatchObject({ code: 'invalid_input' });
});

test('TAG-2 tags without a note, as git hosts have them, are listed by their commit', async () => {
	const { app, dashboardId, commit, list } = await tracked();
	await moveRef(app.repoOf(dashboardId), tagRef(TagName.parse('light')), { from: null, to: commit });
	expect(await list()).toMatchObject([{ name: 'light', commit, object: commit, note: '', tagger: { name: 'Ada' } }]);
});

test('TAG-3 a deleted tag is brought back with its note', async () => {
	const { app, dashboardId, tag, list } = await tracked();
	await tag('v1.0', 'First release');
	const before = await list();
	const input = { dashboardId, name: 'v1.0' };
	await expect(execute(deleteTag, contextFor(app), { ...input, expected: 'e'.repeat(40) })).rejects.toMatchObject({
		code: 'ref_moved'
	});
	const gone = await execute(deleteTag, contextFor(app), { ...input, expected: before[0]!.object });
	expect(gone).toMatchObject({ name: 'v1.0', object: before[0]!.object });
	expect(await list()).toEqual([]);
	await expect(execute(deleteTag, contextFor(app), input)).rejects.toMatchObject({ code: 'not_found' });
	await execute(bringBackTag, contextFor(app), { ...input, object: gone.object });
	expect(await list()).toEqual(before);
});

test('TAG-4 only a tag of that name, or a commit, is brought back', async () => {
	const { app, dashboardId, commit, tag } = await tracked();
	await tag('v1.0');
	const { object } = await execute(deleteTag, contextFor(app), { dashboardId, name: 'v1.0' });
	const bring = (name: string, what: string) =>
		execute(bringBackTag, contextFor(app), { dashboardId, name, object: what });
	await expect(bring('v2.0', object)).rejects.toMatchObject({ code: 'invalid_input', hint: expect.any(String) });
	await expect(bring('v1.0', 'e'.repeat(40))).rejects.toMatchObject({ code: 'not_found' });
	await bring('light', commit);
	await expect(bring('light', commit)).rejects.toMatchObject({ code: 'already_exists' });
	expect(Object.keys(await refsIn(app, dashboardId)).filter((ref) => ref.startsWith('refs/tags/'))).toEqual([
		'refs/tags/light'
	]);
});
