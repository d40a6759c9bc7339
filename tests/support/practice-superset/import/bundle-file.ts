import JSZip from 'jszip';

/** The files of an uploaded ZIP by path without the root folder; `undefined` when it is no ZIP at all. */
export async function readUpload(bytes: Uint8Array): Promise<Map<string, string> | undefined> {
	let zip: JSZip;
	try {
		zip = await JSZip.loadAsync(bytes);
	} catch {
		return undefined;
	}
	const contents = new Map<string, string>();
	for (const entry of Object.values(zip.files)) {
		if (entry.dir || !isConfig(entry.name)) continue;
		contents.set(withoutRoot(entry.name), await entry.async('string'));
	}
	return contents;
}

/** PurePosixPath without its first part, wherever the bundle has no root folder: then all files become `.`. */
const withoutRoot = (name: string): string => name.split('/').filter(Boolean).slice(1).join('/') || '.';

/** Superset passes over hidden files and over all that is not YAML (commands/importers/v1/utils.py). */
function isConfig(name: string): boolean {
	const last = name.split('/').at(-1) ?? '';
	return !/^[._]/.test(last) && /\.ya?ml$/i.test(last);
}
