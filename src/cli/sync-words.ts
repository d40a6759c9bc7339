import type { Synced, SyncFile, SyncOffer, SyncPreview, WillOrphan } from '#lib/domain/sync.ts';
import type { Speaker, Style } from './speaker.ts';

const MARKS: Record<SyncFile['change'], readonly [mark: string, style: Style]> = {
	added: ['+', 'green'],
	removed: ['-', 'red'],
	modified: ['~', 'yellow']
};

const STATES: Record<SyncPreview['remote_state'], string | null> = {
	there: null,
	rewritten: 'The git remote threw away commits that are here still; pulling and pushing brings them back.',
	gone: 'The git remote deleted this branch.',
	unpublished: 'The git remote does not have this branch yet.'
};

/** What a pull and a push would do, as lines. */
export function previewLines(speaker: Speaker, title: string, preview: SyncPreview): string[] {
	const { ahead, behind, conflicts, will_orphan: orphans, remote_state: state } = preview;
	if (preview.is_empty) return [`${title}: in step with the git remote`];
	return [
		speaker.paint('bold', `${title}: ${behind} to pull, ${ahead} to push`),
		...(STATES[state] ? [`${speaker.paint('yellow', 'warning')} ${STATES[state]}`] : []),
		...fileLines(speaker, 'pull', preview.to_pull),
		...fileLines(speaker, 'push', preview.to_push),
		...conflicts.flatMap(({ path, asset, questions }) => [
			`${speaker.paint('red', 'conflict')} ${asset.kind === 'form' ? 'file' : asset.kind} “${asset.name}” ${speaker.paint('dim', path)}`,
			...questions.map((question) => `    ${question}`)
		]),
		...orphanLines(speaker, orphans)
	];
}

const fileLines = (speaker: Speaker, way: 'pull' | 'push', files: readonly SyncFile[]): string[] =>
	files.flatMap(({ path, asset, change, sentences }) => {
		const [mark, style] = MARKS[change];
		const name = asset ? `${asset.kind} ${speaker.paint('bold', `“${asset.name}”`)} ` : '';
		const told = change === 'modified' ? sentences : [];
		return [
			`${way} ${speaker.paint(style, mark)} ${name}${speaker.paint('dim', path)}`,
			...told.map((one) => `    ${one}`)
		];
	});

const orphanLines = (speaker: Speaker, orphans: readonly WillOrphan[]): string[] =>
	orphans.map(
		({ environment, asset }) =>
			`${speaker.paint('yellow', 'orphan')} ${asset.kind} “${asset.name}” in ${environment}: nothing would need it any more`
	);

const PULLED = {
	nothing: [],
	fast_forward: ['pulled by fast-forward'],
	merged: ['pulled and merged']
} as const;

/** What became of it, as lines, with the way on. */
export function syncedLines(speaker: Speaker, title: string, synced: Synced): string[] {
	switch (synced.kind) {
		case 'up_to_date':
			return [`${title}: in step with the git remote`];
		case 'done': {
			const done = [...PULLED[synced.pulled], ...(synced.pushed ? ['pushed'] : [])];
			return [`${title}: ${done.join(', ') || 'nothing to do'}, now at ${synced.head.slice(0, 12)}`];
		}
		case 'conflicts':
			return [
				`${title}: ${speaker.paint('red', 'conflicts')}, ${synced.count} to decide; nothing was changed`,
				`    Decide them in Dashbranch (merge ${synced.mergeId}), or by --keep-local and --keep-remote.`
			];
		case 'orphans':
			return [
				`${title}: nothing was changed`,
				...orphanLines(speaker, synced.will_orphan),
				'    Add --confirm-orphans to go on; nothing is deleted there.'
			];
		case 'remote_gone':
			return [`${title}: ${STATES.gone} Nothing was changed.`, ...synced.offers.map((offer) => `    ${wayOn(offer)}`)];
		case 'rejected':
			return [
				`${title}: ${speaker.paint('red', 'not pushed')}, ${synced.message}`,
				...synced.offers.map((offer) => `    ${wayOn(offer)}`)
			];
	}
}

function wayOn(offer: SyncOffer): string {
	switch (offer.kind) {
		case 'pull_then_push':
			return 'Pull, then push: run it again without --push.';
		case 'new_branch':
			return `Make a branch “${offer.name}” of it and push that one.`;
		case 'force':
			return `Push by force in Dashbranch; that throws away ${offer.overwrites === 1 ? '1 commit' : `${offer.overwrites} commits`} there.`;
		case 'publish':
			return 'Publish the branch again in Dashbranch, or delete it there as well.';
	}
}
