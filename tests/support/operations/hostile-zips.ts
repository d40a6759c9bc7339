import JSZip from 'jszip';
import { recording, SLUG, zipOfTexts } from './practice-world.ts';

const METADATA = 'version: 1.0.0\ntype: Dashboard\n';

/** A recorded export with some of its files written otherwise; a text that ends in `.yaml` is found by its end. */
export async function recordingWith(edit: (path: string, text: string) => string, name = SLUG): Promise<Uint8Array> {
	const zip = await JSZip.loadAsync(recording(name));
	for (const [path, entry] of Object.entries(zip.files)) {
		if (!entry.dir) zip.file(path, edit(path, await entry.async('text')));
	}
	return zip.generateAsync({ type: 'uint8array', compression: 'DEFLATE' });
}

/** The same with the flag of encryption on every entry. */
function encrypted(zip: Uint8Array): Uint8Array {
	const bytes = Buffer.from(zip);
	for (const [signature, flags] of [
		['PK\x03\x04', 6],
		['PK\x01\x02', 8]
	] as const) {
		for (let at = bytes.indexOf(signature); at >= 0; at = bytes.indexOf(signature, at + 4)) {
			bytes.writeUInt16LE(bytes.readUInt16LE(at + flags) | 1, at + flags);
		}
	}
	return bytes;
}

const withName = async (name: string): Promise<Uint8Array> => {
	const zip = await JSZip.loadAsync(recording(SLUG));
	zip.file(name, 'x', { createFolders: false });
	return zip.generateAsync({ type: 'uint8array' });
};

/** Every ZIP that must be refused: what it is, and a part of what the refusal says. */
export const HOSTILE_ZIPS: readonly { what: string; make: () => Promise<Uint8Array>; says: RegExp }[] = [
	{ what: 'that is empty', make: async () => new Uint8Array(), says: /empty|no ZIP/i },
	{ what: 'that is a text', make: async () => Buffer.from('title: Sales\n'), says: /ZIP/ },
	{ what: 'that is cut off', make: async () => recording(SLUG).subarray(0, 5000), says: /cut off|end/i },
	{ what: 'that is cut off at its end', make: async () => recording(SLUG).slice(0, -7), says: /cut off|end/i },
	{ what: 'that is encrypted', make: async () => encrypted(recording(SLUG)), says: /encrypted|password/i },
	{ what: 'that is no bundle', make: () => zipOfTexts({ 'a.txt': 'Hello' }), says: /metadata\.yaml/ },
	{
		what: 'that holds nothing',
		make: () => zipOfTexts({ 'metadata.yaml': METADATA }),
		says: /no dashboard/
	},
	{
		what: 'that is an export of charts',
		make: () =>
			recordingWith((path, text) =>
				path.endsWith('metadata.yaml')
					? text.replace('type: Dashboard', 'type: Slice')
					: path.includes('/dashboards/')
						? ''
						: text
			),
		says: /charts|Shared_chart_A/
	},
	{
		what: 'of a newer format',
		make: () => recordingWith((path, text) => (path.endsWith('metadata.yaml') ? text.replace('1.0.0', '2.0.0') : text)),
		says: /2\.0\.0/
	},
	{
		what: 'of a tree of a newer form',
		make: async () => {
			const zip = await JSZip.loadAsync(recording(SLUG));
			const root = Object.keys(zip.files)[0]!.split('/')[0]!;
			zip.file(`${root}/.dashbranch.yaml`, 'form: 99\n', { createFolders: false });
			return zip.generateAsync({ type: 'uint8array' });
		},
		says: /form 99/
	},
	...['../../evil.yaml', '/etc/passwd', 'C:\\evil.yaml', 'export\\evil.yaml', 'a/../b.yaml', 'nul\0.yaml'].map(
		(name) => ({
			what: `with the name ${JSON.stringify(name)}`,
			make: () => withName(name),
			says: /evil|passwd|b\.yaml|nul/
		})
	),
	{
		what: 'with a bomb in it',
		make: async () => {
			const zip = new JSZip();
			zip.file('export/metadata.yaml', METADATA);
			zip.file('export/charts/bomb.yaml', Buffer.alloc(64 * 1024 * 1024), { compression: 'DEFLATE' });
			return zip.generateAsync({ type: 'uint8array' });
		},
		says: /bomb\.yaml/
	}
];
