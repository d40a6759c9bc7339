/**
 * The fields of a form that sends a file: the file as bytes, with its name beside it (`zip`, `zipName`), all else as
 * text. A file that was not chosen is left out, and so is any other file.
 */
export async function fieldsWithBytes(request: Request, file: string): Promise<Record<string, string | Uint8Array>> {
	const fields: Record<string, string | Uint8Array> = {};
	for (const [name, value] of await request.formData()) {
		if (name !== file && typeof value === 'string') fields[name] = value;
		// Node reads a file that was not chosen as an empty text.
		if (name === file && typeof value !== 'string' && value.size > 0) {
			fields[name] = new Uint8Array(await value.arrayBuffer());
			fields[`${name}Name`] = value.name;
		}
	}
	return fields;
}
