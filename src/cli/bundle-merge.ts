import { Option, type Command } from 'commander';
import { BundleRejected } from '#lib/domain/errors.ts';
import type { AssetUuid } from '#lib/domain/ids.ts';
import { KEEPS, type Keep } from '#lib/domain/merge/conflict.ts';
import { writeTreeFolder, writeWhole } from '#lib/server/superset/bundle/folder.ts';
import { mergeKeeping } from '#lib/server/superset/bundle/merge-keeping.ts';
import { mergeTrees, tellMergeOf, type TreesToMerge } from '#lib/server/superset/bundle/merge.ts';
import { named, openTree } from '#lib/server/superset/bundle/source.ts';
import { dashboardsIn, onlyDashboard, type CanonicalTree } from '#lib/server/superset/bundle/tree.ts';
import { NEWEST_VERSION, zipFor } from '#lib/server/superset/bundle/zip-for.ts';
import { findingLines } from './change-words.ts';
import { conflictLines, countOfConflicts } from './conflict-words.ts';
import { EXIT, type ExitCode } from './exit-code.ts';
import type { Runs } from './program.ts';
import type { Speaker } from './speaker.ts';

interface MergeOptions {
	readonly out: string;
	readonly keep?: Keep;
	readonly dashboard?: AssetUuid;
}

/** `bundle merge`. @param uuid parses the option that names a dashboard */
export function addBundleMerge(bundle: Command, runs: Runs, uuid: (text: string) => AssetUuid): void {
	bundle
		.command('merge')
		.description('merge two trees or exports that come from a third')
		.argument('<base>', 'folder of a tree, or ZIP: what both sides began with')
		.argument('<mine>', 'folder of a tree, or ZIP')
		.argument('<theirs>', 'folder of a tree, or ZIP')
		.requiredOption('--out <path>', 'new or empty folder or one of a tree; or FILE.zip')
		.addOption(new Option('--keep <side>', 'decide every conflict for this side').choices(KEEPS))
		.option('--dashboard <uuid>', 'which one, where a side holds several', uuid)
		.addHelpText('after', '\nExample:\n  $ dashbranch bundle merge base.zip mine.zip theirs.zip --out sales')
		.action(runs(bundleMerge));
}

async function bundleMerge(
	speaker: Speaker,
	base: string,
	mine: string,
	theirs: string,
	{ out, keep, dashboard }: MergeOptions
): Promise<ExitCode> {
	const paths = { base, mine, theirs };
	const trees = await openSides(paths, dashboard);
	const { merged, choices } = keep
		? mergeKeeping(trees, keep)
		: { merged: mergeTrees(trees), choices: new Map<string, never>() };
	const { conflicts, automatic } = tellMergeOf(trees, merged, choices);
	const { undecided, findings } = merged;
	if (undecided.length > 0) {
		speaker.note(
			`${countOfConflicts(undecided.length)}; nothing was written. Decide all of them with --keep mine or --keep theirs, or merge the branches in Dashbranch, where each can be decided by itself.`
		);
		const document = { result: 'conflicts', out: null, conflicts, automatic, findings };
		speaker.result(document, conflictLines(speaker, conflicts).join('\n'));
		return EXIT.different;
	}
	const { document, words } = await write(out, merged.tree);
	speaker.note(findingLines(speaker, findings).join('\n'));
	if (conflicts.length > 0) speaker.note(conflictLines(speaker, conflicts).join('\n'));
	const decided = conflicts.length > 0 ? `; ${countOfConflicts(conflicts.length)} decided for ${keep}` : '';
	const title = onlyDashboard(merged.tree).name;
	speaker.result(
		{ result: 'merged', out, conflicts, automatic, findings, ...document },
		`“${title}” merged into ${out}: ${words}${decided}`
	);
	return EXIT.done;
}

/** @throws {BundleRejected} when a side holds not exactly one dashboard, or the sides hold different ones */
async function openSides(
	paths: Readonly<Record<keyof TreesToMerge, string>>,
	wanted: AssetUuid | undefined
): Promise<Record<keyof TreesToMerge, CanonicalTree>> {
	const open = async (path: string) => {
		const tree = await openTree(path, wanted);
		const dashboards = dashboardsIn(tree);
		if (dashboards.length > 1) {
			const titles = dashboards.map(({ name, uuid }) => `“${name}” (${uuid})`).join(', ');
			throw new BundleRejected(`${path} holds ${dashboards.length} dashboards: ${titles}.`, {
				hint: 'Choose one of them: --dashboard UUID.'
			});
		}
		return { path, tree, dashboard: await named(path, Promise.resolve(tree).then(onlyDashboard)) };
	};
	const [base, mine, theirs] = [await open(paths.base), await open(paths.mine), await open(paths.theirs)];
	for (const other of [mine, theirs]) {
		if (other.dashboard.uuid === base.dashboard.uuid) continue;
		const holds = ({ path, dashboard }: typeof base) => `${path} holds “${dashboard.name}” (${dashboard.uuid})`;
		throw new BundleRejected(`${holds(other)}, ${holds(base)}: two dashboards, which cannot be merged.`, {
			hint: 'Name three trees or exports of the same dashboard.'
		});
	}
	return { base: base.tree, mine: mine.tree, theirs: theirs.tree };
}

async function write(out: string, tree: CanonicalTree): Promise<{ document: object; words: string }> {
	if (/\.zip$/i.test(out)) {
		const { bytes } = await zipFor(NEWEST_VERSION, tree);
		await writeWhole(out, bytes);
		return { document: { sizeBytes: bytes.byteLength }, words: `${bytes.byteLength} bytes` };
	}
	const { written, removed, unchanged } = await writeTreeFolder(out, tree.files);
	const words = `${written.length} files written, ${removed.length} removed, ${unchanged} as they were`;
	return { document: { written, removed, unchanged }, words };
}
