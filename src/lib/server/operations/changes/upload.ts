import type { UploadedFile } from '#lib/domain/dashboard.ts';
import { NotFound } from '#lib/domain/errors.ts';
import type { Oid } from '#lib/domain/ids.ts';
import { scratchRef } from '#lib/domain/refs.ts';
import type { Repo } from '../../git/exec.ts';
import { readCommit } from '../../git/objects.ts';
import { resolveRef } from '../../git/refs.ts';

const WORDS = 'Upload of ';

/** What the commit of an uploaded file is called; {@link getUpload} reads it again. One line, whatever the name holds. */
export const uploadMessage = (name: string): string =>
	WORDS + ([...name.replace(/[\p{C}\p{Z}]+/gu, ' ').trim()].slice(0, 255).join('') || 'a ZIP');

export interface Upload {
	readonly file: UploadedFile;
	readonly live: Oid;
	/** Milliseconds since the Unix epoch. */
	readonly at: number;
}

/**
 * A file that was uploaded not longer than a week ago.
 * @throws {NotFound} for one of longer ago, and for a commit that is no upload.
 */
export async function getUpload(repo: Repo, live: Oid): Promise<Upload> {
	const kept = await resolveRef(repo, scratchRef(live));
	const commit = kept && (await readCommit(repo, live));
	if (!commit?.subject.startsWith(WORDS)) {
		throw new NotFound('uploaded file', live.slice(0, 7), {
			hint: 'Files are kept for a week and only for their own dashboard. Upload it again.'
		});
	}
	const file = { name: commit.subject.slice(WORDS.length), by: commit.author.name };
	return { file, live, at: commit.committedAt };
}
