import { rebuildInFolder } from '#lib/server/operations/history/rebuild-all.ts';

/** Make the index of all histories anew, some times, as another process does. */
export default async function rebuild(dir: string, times: string): Promise<void> {
	console.log('ready');
	for (let n = 0; n < Number(times); n += 1) await rebuildInFolder(dir, () => {});
}
