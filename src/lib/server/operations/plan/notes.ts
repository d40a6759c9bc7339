import type { PlanNote } from '#lib/domain/plan.ts';
import type { AssetUuid } from '#lib/domain/ids.ts';
import type { Environment } from '../../db/environments.ts';
import type { HoldableTree } from '../../superset/bundle/held-back.ts';
import { lintTree } from '../../superset/bundle/lint.ts';
import type { CanonicalTree } from '../../superset/bundle/tree.ts';
import type { Capabilities } from '../../superset/capabilities.ts';
import type { Identities } from '../../superset/capture/identities.ts';
import type { RemoteDashboard } from '../../superset/remote.ts';
import type { TargetLists } from './make-plan.ts';

interface NoteTerms {
	readonly tree: CanonicalTree;
	readonly holdable: HoldableTree;
	readonly capabilities: Capabilities;
	readonly version: string;
	readonly identities: Identities;
	readonly lists: TargetLists;
	readonly environment: Environment;
	/** Whoever has the dashboard's slug in the target. */
	readonly slugOwner: RemoteDashboard | undefined;
	readonly dashboardUuid: AssetUuid;
}

/** What a person should know before a deployment; what blocks it comes first. */
export function planNotes(terms: NoteTerms): PlanNote[] {
	const notes = [...blocking(terms), ...heldBack(terms), ...matched(terms), ...lintNotes(terms)];
	if (terms.capabilities.note)
		notes.push({ level: 'warning', subject: terms.environment.title, message: terms.capabilities.note, hint: null });
	const order = { blocking: 0, warning: 1, info: 2 };
	return notes.sort((a, b) => order[a.level] - order[b.level]);
}

function blocking({ slugOwner, dashboardUuid, identities, environment, lists }: NoteTerms): PlanNote[] {
	const notes: PlanNote[] = [];
	if (slugOwner && slugOwner.uuid !== dashboardUuid) {
		notes.push({
			level: 'blocking',
			subject: slugOwner.title,
			message: `The address “${slugOwner.slug}” belongs to another dashboard there, “${slugOwner.title}” (${slugOwner.uuid}). Superset’s import would turn that one into ours.`,
			hint: `Change the URL slug of one of the two in Superset, then capture and commit, or plan again.`
		});
	}
	for (const database of identities.missingDatabases) {
		const names = lists.databases.map(({ name }) => `“${name}”`).join(', ') || 'none';
		notes.push({
			level: 'blocking',
			subject: database.name,
			message: `${environment.title} has no database connection “${database.name}” (${database.uuid}). Its connections: ${names}.`,
			hint: 'Choose one of them in the environment’s mapping, or create the connection in that Superset.'
		});
	}
	return notes;
}

const heldBack = ({ holdable, version }: NoteTerms): PlanNote[] =>
	holdable.heldBack.map(({ asset, what }) => ({
		level: 'warning',
		subject: asset.name,
		message: `Superset ${version} cannot hold of ${asset.kind} “${asset.name}”: ${what.join(', ')}.`,
		hint: 'It is left out there and kept in the repository.'
	}));

const matched = ({ identities, environment }: NoteTerms): PlanNote[] =>
	identities.matches.map(({ kind, name, from, to }) => ({
		level: kind === 'dataset' ? 'warning' : 'info',
		subject: name,
		message: `${kind === 'dataset' ? 'Dataset' : 'Database'} “${name}” has another uuid in ${environment.title} and is taken for the same by its name (${from.slice(0, 8)} here, ${to.slice(0, 8)} there).`,
		hint: kind === 'dataset' ? 'Deploying changes that dataset. If it is another one, rename one of the two.' : null
	}));

/** What is wrong with the commit itself; a chart without dataset is told by its item. */
function lintNotes({ tree }: NoteTerms): PlanNote[] {
	return lintTree(tree)
		.filter(({ code }) => code !== 'chart_without_dataset')
		.map(({ level, message, hint, path }) => ({
			level: level === 'error' ? 'blocking' : 'warning',
			subject: path,
			message,
			hint
		}));
}
