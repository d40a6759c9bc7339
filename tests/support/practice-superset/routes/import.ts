import { commandFailed, forbidden, json, refuse } from '../answer.ts';
import { readUpload } from '../import/bundle-file.ts';
import { type ImportKind, runImport } from '../import/commands.ts';
import { objectOf, type Json, type JsonObject } from '../json.ts';
import { canWrite } from '../people.ts';
import type { Part } from '../request.ts';
import { type Route, signedIn } from './route.ts';

function passwordsOf(part: Part | undefined): JsonObject {
	return typeof part === 'string' ? objectOf(JSON.parse(part) as Json) : {};
}

async function contentsOf(
	kind: ImportKind,
	file: { filename: string; bytes: Uint8Array }
): Promise<Map<string, string>> {
	const contents = await readUpload(file.bytes);
	if (contents === undefined) {
		if (kind !== 'dashboard' && kind !== 'dataset') throw commandFailed(422, 'Not a ZIP file');
		return new Map([[file.filename, Buffer.from(file.bytes).toString('utf8')]]);
	}
	if (contents.size === 0) throw commandFailed(400, 'No valid import files were found');
	return contents;
}

export const importRoutes: readonly Route[] = [
	{
		method: 'POST',
		path: /^\/api\/v1\/(dashboard|chart|dataset|database|assets)\/import\/$/,
		run: signedIn(async ({ state, request, parts }, who) => {
			const kind = parts[0] as ImportKind;
			if (kind === 'assets' ? who.role === 'viewer' : !canWrite(who, kind)) throw forbidden();
			const form = await request.form();
			const file = form.get(kind === 'assets' ? 'bundle' : 'formData');
			if (file === undefined || typeof file === 'string') throw refuse(400, 'Arguments are not correct');
			const upload = {
				contents: await contentsOf(kind, file),
				overwrite: form.get('overwrite') === 'true',
				passwords: passwordsOf(form.get('passwords')),
				sparse: form.get('sparse') === 'true'
			};
			runImport(kind, upload, { state, who });
			return json({ message: 'OK' });
		})
	}
];
