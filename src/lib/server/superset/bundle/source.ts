import { readFile, stat } from 'node:fs/promises';
import { BundleRejected } from '#lib/domain/errors.ts';
import type { AssetUuid } from '#lib/domain/ids.ts';
import { diskError } from './disk-error.ts';
import { readExport, treeOfDashboard } from './export.ts';
import { readTreeFolder } from './folder.ts';
import { assetsOfDashboard, dashboardsIn, readTree, treeOfAssets, type CanonicalTree } from './tree.ts';
import { ZIP_LIMITS } from './zip.ts';

/**
 * The tree that a path on the disk stands for: a folder that holds one, or an export's ZIP. Of a ZIP with one dashboard
 * that is what belongs to it, of one with none or several everything.
 * @param dashboard take only this one, of several
 * @throws {NotFound} {@link BundleRejected} that names the file and the next step
 */
export async function openTree(path: string, dashboard?: AssetUuid): Promise<CanonicalTree> {
	const kind = await stat(path).catch((cause: unknown) => {
		throw diskError(cause, path);
	});
	return named(path, kind.isDirectory() ? openFolder(path, dashboard) : openZip(path, dashboard));
}

/** Say of which file a refusal speaks: a comparison reads two. */
export async function named<Result>(path: string, reading: Promise<Result>): Promise<Result> {
	return reading.catch((cause: unknown) => {
		if (!(cause instanceof BundleRejected)) throw cause;
		const { hint, findings } = cause;
		throw new BundleRejected(`${path}: ${cause.message}`, { hint, findings, cause });
	});
}

/** The bytes of a ZIP. @throws {NotFound} {@link BundleRejected} when it is larger than any export may be */
export async function readZipFile(path: string): Promise<Uint8Array> {
	try {
		const { size, isFile } = await stat(path).then((found) => ({ size: found.size, isFile: found.isFile() }));
		if (!isFile) throw new BundleRejected('It is no file.', { hint: 'Name a ZIP that Superset’s Export made.' });
		if (size > ZIP_LIMITS.totalBytes) {
			throw new BundleRejected(`It is larger than ${ZIP_LIMITS.totalBytes / 2 ** 20} MB.`, {
				hint: 'Export fewer dashboards at a time.'
			});
		}
		return await readFile(path);
	} catch (cause) {
		throw diskError(cause, path);
	}
}

async function openZip(path: string, dashboard: AssetUuid | undefined): Promise<CanonicalTree> {
	const read = await readExport(await readZipFile(path));
	const isClear = dashboard !== undefined || dashboardsIn(read.found).length === 1;
	return isClear ? treeOfDashboard(read, dashboard).tree : treeOfAssets(read.found);
}

async function openFolder(path: string, dashboard: AssetUuid | undefined): Promise<CanonicalTree> {
	const files = await readTreeFolder(path);
	if (!files.has('.dashbranch.yaml')) {
		throw new BundleRejected('This folder holds no tree of Dashbranch: .dashbranch.yaml is missing.', {
			hint: 'Make one from an export: `dashbranch bundle tree FILE.zip --out DIR`.'
		});
	}
	const tree = readTree(files);
	return dashboard === undefined ? tree : treeOfAssets(assetsOfDashboard(tree, dashboard));
}
