import type { Oid } from '#lib/domain/ids.ts';
import { runGit, type Repo } from './exec.ts';
import type { Distance } from './reader.ts';

/** Parents of each commit. */
type Graph = ReadonlyMap<string, readonly string[]>;

/** How far each head is from one base, in the order asked for: one run of git, whatever their number. */
export async function measureMany(repo: Repo, heads: readonly Oid[], base: Oid): Promise<Distance[]> {
	const { stdout } = await runGit(repo, ['rev-list', '--parents', '--stdin'], {
		stdin: `${[...new Set([base, ...heads])].join('\n')}\n`
	});
	const graph = new Map<string, string[]>();
	for (const line of stdout.toString('latin1').split('\n')) {
		const [commit, ...parents] = line.split(' ');
		if (commit) graph.set(commit, parents);
	}
	return distancesIn(graph, heads, base);
}

/**
 * What a head has and the base lacks is mostly little, so it is walked; what it shares with the base is what the places
 * where it leaves it reach, and many heads leave it at the same places.
 */
export function distancesIn(graph: Graph, heads: readonly string[], base: string): Distance[] {
	const ofBase = reachedFrom(graph, [base], () => true);
	const shared = new Map<string, number>();
	return heads.map((head) => {
		const leaves = new Set<string>();
		const own = reachedFrom(graph, [head], (commit) => {
			if (!ofBase.has(commit)) return true;
			leaves.add(commit);
			return false;
		});
		const key = [...leaves].sort().join(' ');
		const common = shared.get(key) ?? reachedFrom(graph, leaves, () => true).size;
		shared.set(key, common);
		return { ahead: own.size, behind: ofBase.size - common };
	});
}

/** The commits that some commits reach, themselves included, as far as `isIn` says. */
function reachedFrom(graph: Graph, starts: Iterable<string>, isIn: (commit: string) => boolean): Set<string> {
	const reached = new Set<string>();
	const waiting = [...starts];
	for (let commit = waiting.pop(); commit !== undefined; commit = waiting.pop()) {
		if (reached.has(commit) || !isIn(commit)) continue;
		reached.add(commit);
		waiting.push(...(graph.get(commit) ?? []));
	}
	return reached;
}
