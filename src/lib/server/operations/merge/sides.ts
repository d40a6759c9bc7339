import { BundleRejected } from '#lib/domain/errors.ts';
import type { Oid } from '#lib/domain/ids.ts';
import type { App } from '../../app.ts';
import type { Repo } from '../../git/exec.ts';
import { readFiles } from '../../git/objects.ts';
import type { CanonicalTree } from '../../superset/bundle/tree.ts';
import { readCanonicalTree } from '../dashboard/repository.ts';
import { readOwnFiles, type OwnFiles } from './own-files.ts';

/** A commit that takes part in a merge, and how a person calls it. */
export interface NamedCommit {
	readonly commit: Oid;
	readonly name: string;
}

/** What one side of a merge holds: the assets, and the files that hold none. */
export interface Side {
	readonly tree: CanonicalTree;
	readonly own: OwnFiles;
}

/** @throws {BundleRejected} that names the side, the file and the next step */
export async function readSide(app: App, repo: Repo, { commit, name }: NamedCommit): Promise<Side> {
	try {
		return { tree: await readCanonicalTree(app, repo, commit), own: await readOwnFiles(repo, commit) };
	} catch (cause) {
		if (!(cause instanceof BundleRejected)) throw cause;
		const findings = await withMarkers(repo, commit, cause.findings);
		const told = findings.map(({ path, message }) => `${path} ${message}.`).join(' ') || cause.message;
		throw new BundleRejected(`“${name}” cannot be merged: ${told}`, {
			hint: `Correct the file on “${name}”, or restore it as it was before, then merge again. Nothing was changed.`,
			findings,
			cause
		});
	}
}

/** A line that git, or whoever merged by hand, leaves where nobody has decided. */
export const CONFLICT_MARKER = /^(?:<{7}|>{7})(?: |\r?$)/m;

/** The line of the first marker of a conflict, from 1; `undefined` for a text without one. */
export function lineOfMarker(text: string): number | undefined {
	const found = CONFLICT_MARKER.exec(text);
	return found ? text.slice(0, found.index).split('\n').length : undefined;
}

/** Of a file that somebody merged by hand, say that rather than what is wrong with its YAML. */
async function withMarkers(
	repo: Repo,
	commit: Oid,
	findings: BundleRejected['findings']
): Promise<BundleRejected['findings']> {
	if (findings.length === 0) return findings;
	const files = await readFiles(repo, commit);
	return findings.map((finding) => {
		const bytes = files.get(finding.path);
		const line = bytes && lineOfMarker(Buffer.from(bytes).toString('utf8'));
		if (!line) return finding;
		return { ...finding, message: `line ${line}: holds the marker of a conflict that nobody has decided` };
	});
}
