import JSZip from 'jszip';
import { BundleRejected } from '#lib/domain/errors.ts';

/** The files of an export, without its root folder. */
export interface RawBundle {
	/** The name of the root folder, `''` where there was none. */
	readonly root: string;
	/** Path without root folder to content. */
	readonly files: ReadonlyMap<string, Uint8Array>;
}

/** @throws BundleRejected */
export async function readBundle(zip: Uint8Array): Promise<RawBundle> {
	const archive = await JSZip.loadAsync(zip).catch((cause: unknown) => {
		throw new BundleRejected('This is not a ZIP file.', {
			hint: 'Export the dashboard again and upload the ZIP as it comes.',
			cause
		});
	});
	const entries = Object.values(archive.files).filter((entry) => !entry.dir);
	const atTop = entries.some(({ name }) => name === 'metadata.yaml');
	const root = atTop ? '' : (entries[0]?.name.split('/')[0] ?? '');
	const files = new Map<string, Uint8Array>();
	for (const entry of entries)
		files.set(atTop ? entry.name : entry.name.slice(root.length + 1), await entry.async('uint8array'));
	return { root, files };
}

/** A ZIP with `files` under the folder `root`: equal bytes for equal files. */
export async function writeZip(root: string, files: ReadonlyMap<string, Uint8Array>): Promise<Uint8Array> {
	const archive = new JSZip();
	const date = new Date(Date.UTC(1980, 0, 1));
	for (const [path, bytes] of [...files].sort(([a], [b]) => (a < b ? -1 : 1)))
		archive.file(`${root}/${path}`, bytes, { date, createFolders: false });
	return archive.generateAsync({ type: 'uint8array', compression: 'STORE' });
}
