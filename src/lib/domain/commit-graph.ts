/** A line from one row down to the next: from a commit towards its parent, or one that passes by. */
export interface GraphEdge {
	/** The lane in this row, and in the next one. Lanes count from 0, at the left. */
	readonly from: number;
	readonly to: number;
	/** The commit that the line leads to. */
	readonly towards: string;
	/** Whether it begins at this row's commit. */
	readonly starts: boolean;
}

/** One commit in the drawing of branches and merges. */
export interface GraphRow {
	readonly oid: string;
	readonly lane: number;
	/** Whether a line comes in from the row above. */
	readonly hasChild: boolean;
	readonly edges: readonly GraphEdge[];
	/** How many lanes the row and the way to the next one take. */
	readonly width: number;
}

/**
 * Rows for commits that are listed from new to old. Each commit is waited for in one lane at most; a first parent goes
 * on in its child's lane, where a line that waits for it further right joins, so that what is at the left stays there;
 * lanes that fell free are taken again, the leftmost first. A parent that is listed before
 * its child (a clock that went wrong) gets no line; the lines of parents that are not listed end at the bottom.
 */
export function graphOf(commits: readonly { readonly oid: string; readonly parents: readonly string[] }[]): GraphRow[] {
	/** What each lane waits for. */
	const lanes: (string | null)[] = [];
	const drawn = new Set<string>();
	const laneFor = (oid: string | null): number => {
		const at = lanes.indexOf(oid);
		return at === -1 ? lanes.length : at;
	};
	return commits.map(({ oid, parents }) => {
		const awaited = lanes.indexOf(oid);
		const lane = awaited === -1 ? laneFor(null) : awaited;
		lanes[lane] = null;
		drawn.add(oid);

		const before = [...lanes];
		const starting: GraphEdge[] = [];
		for (const [at, parent] of [...new Set(parents)].entries()) {
			if (drawn.has(parent)) continue;
			const there = lanes.indexOf(parent);
			const staysLeft = at === 0 && there > lane;
			if (staysLeft) lanes[there] = null;
			const to = there !== -1 && !staysLeft ? there : lanes[lane] === null ? lane : laneFor(null);
			lanes[to] = parent;
			starting.push({ from: lane, to, towards: parent, starts: true });
		}
		const passing = before.flatMap((towards, from) =>
			towards === null ? [] : [{ from, to: lanes.indexOf(towards), towards, starts: false }]
		);
		const width = Math.max(lane + 1, lanes.length);
		while (lanes.length > 0 && lanes.at(-1) === null) lanes.pop();
		return { oid, lane, hasChild: awaited !== -1, edges: [...passing, ...starting], width };
	});
}
