import { marksIn, snippetOf, type CommitMatch, type SearchTerm } from '#lib/domain/commit-search.ts';
import type { CommitSummary } from '#lib/domain/commit.ts';
import type { TouchedAsset } from '#lib/domain/history.ts';
import { unpackLines } from './changed-lines.ts';

/** After so many units of lines the best one so far is shown. */
const MOST_LOOKED_AT = 200_000;

/** Where a commit has what was searched for: of each place the line that has most of it. */
export function matchesIn(
	terms: readonly SearchTerm[],
	of: { commit: CommitSummary; assets: readonly TouchedAsset[]; lines: string }
): CommitMatch[] {
	const { commit, assets, lines } = of;
	return [
		best('message', [commit.subject, ...commit.body.split('\n')].map(lineOf), terms),
		best('author', [commit.author.name, commit.author.email].map(lineOf), terms),
		best(
			'asset',
			assets.map(({ name }) => lineOf(name)),
			terms
		),
		named(best('text', unpackLines(lines), terms), assets)
	].flatMap((match) => match ?? []);
}

function named(match: CommitMatch | undefined, assets: readonly TouchedAsset[]): CommitMatch | undefined {
	if (!match?.line) return match;
	const { path } = match.line;
	const name = assets.find((asset) => asset.path === path)?.name;
	return name === undefined ? match : { ...match, line: { ...match.line, name } };
}

interface Line {
	readonly text: string;
	readonly path?: string;
	readonly change?: 'added' | 'removed';
}

const lineOf = (text: string): Line => ({ text });

function best(
	where: CommitMatch['where'],
	lines: Iterable<Line>,
	terms: readonly SearchTerm[]
): CommitMatch | undefined {
	let found: { line: Line; marks: ReturnType<typeof marksIn> } | undefined;
	let looked = 0;
	for (const line of lines) {
		if ((looked += line.text.length) > MOST_LOOKED_AT) break;
		const marks = marksIn(line.text, terms);
		if (marks.length > (found?.marks.length ?? 0)) found = { line, marks };
		if (found && found.marks.length >= terms.length) break;
	}
	if (!found) return undefined;
	const { path, change } = found.line;
	return {
		where,
		...snippetOf(found.line.text, found.marks),
		...(path !== undefined && change !== undefined && { line: { path, change } })
	};
}
