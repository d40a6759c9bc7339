import { expect, type Page } from '@playwright/test';
import JSZip from 'jszip';

/** Text of a file of an export, changed: the name of the file holds this, and this text becomes that one. */
export interface ZipEdit {
	readonly file: string;
	readonly from: string;
	readonly to: string;
}

/** A branch on top of main with one commit: what main exports, with these changes. It touches no Superset. */
export async function branchFromZip(
	page: Page,
	base: string,
	{ name, edits }: { readonly name: string; readonly edits: readonly ZipEdit[] }
): Promise<void> {
	const origin = new URL(page.url()).origin;
	const post = async (path: string, data: object | Buffer) => {
		const answer = await page.request.post(`/api/v1${base}${path}`, {
			data,
			headers: { origin, ...(data instanceof Buffer && { 'content-type': 'application/zip' }) }
		});
		expect(answer.ok(), `${path}: ${await answer.text()}`).toBe(true);
		return (await answer.json()) as { head: string; live: string };
	};
	await post('/branches', { name, from: 'main' });
	const zip = await edited(await (await page.request.get(`${base}/download?commit=main`)).body(), edits);
	const { head, live } = await post(
		`/uploads?branch=${encodeURIComponent(name)}&name=${encodeURIComponent(name)}`,
		zip
	);
	await post('/commits', { branch: name, message: `Change ${name}`, paths: 'all', expectedHead: head, live });
}

async function edited(bytes: Buffer, edits: readonly ZipEdit[]): Promise<Buffer> {
	const zip = await JSZip.loadAsync(bytes);
	for (const { file, from, to } of edits) {
		const name = Object.keys(zip.files).find((one) => one.includes(file));
		const before = (await zip.file(name ?? '')?.async('string')) ?? '';
		expect(before, `${file} in the export`).toContain(from);
		zip.file(name ?? '', before.replaceAll(from, to));
	}
	return zip.generateAsync({ type: 'nodebuffer' });
}
