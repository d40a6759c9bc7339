import { InvalidArgumentError, type Command } from 'commander';
import type { AssetChange } from '#lib/domain/change.ts';
import { changesBetween } from '#lib/domain/compare/changes.ts';
import { AssetUuid } from '#lib/domain/ids.ts';
import { comparedAssets } from '#lib/server/superset/bundle/compared.ts';
import { readExport, treeOfDashboard } from '#lib/server/superset/bundle/export.ts';
import { writeTreeFolder, writeWhole } from '#lib/server/superset/bundle/folder.ts';
import { findingsOf } from '#lib/server/superset/bundle/lint.ts';
import { named, openTree, readZipFile } from '#lib/server/superset/bundle/source.ts';
import { dashboardsIn, type CanonicalTree } from '#lib/server/superset/bundle/tree.ts';
import { NEWEST_VERSION, SupersetVersion, zipFor } from '#lib/server/superset/bundle/zip-for.ts';
import { addBundleMerge } from './bundle-merge.ts';
import { changeLines, findingLines } from './change-words.ts';
import { EXIT, type ExitCode } from './exit-code.ts';
import type { Runs } from './program.ts';
import type { Speaker } from './speaker.ts';

interface ChoiceOptions {
	readonly dashboard?: AssetUuid;
}

/** Commands on files: no server is asked. */
export function addBundleCommands(program: Command, runs: Runs): void {
	const bundle = program.command('bundle').description('exports of Superset and canonical trees, as files');

	bundle
		.command('tree')
		.description('write the canonical tree of an export as files')
		.argument('<file>', 'ZIP that Superset’s Export made')
		.requiredOption('--out <dir>', 'new or empty folder, or one that this command made before')
		.option('--dashboard <uuid>', 'which one, where the ZIP holds several', uuid)
		.addHelpText('after', '\nExample:\n  $ dashbranch bundle tree export.zip --out sales')
		.action(runs(bundleTree));

	bundle
		.command('zip')
		.description('make a ZIP that Superset’s own import takes')
		.argument('<source>', 'folder of a tree, or a ZIP to be made for another version')
		.requiredOption('--out <file>', 'ZIP to write; one that is there is replaced')
		.option('--for <version>', 'version of the Superset that shall import it', version, NEWEST_VERSION)
		.addHelpText('after', '\nExample:\n  $ dashbranch bundle zip sales --out sales.zip --for 4.1.4')
		.action(runs(bundleZip));

	bundle
		.command('lint')
		.description('say what is wrong with a tree or an export')
		.argument('<source>', 'folder of a tree, or ZIP')
		.option('--dashboard <uuid>', 'only this one and what it needs', uuid)
		.addHelpText('after', '\nExample:\n  $ dashbranch bundle lint sales')
		.action(runs(bundleLint));

	bundle
		.command('diff')
		.description('say in sentences what differs')
		.argument('<before>', 'folder of a tree, or ZIP')
		.argument('<after>', 'folder of a tree, or ZIP')
		.option('--dashboard <uuid>', 'only this one and what it needs', uuid)
		.addHelpText('after', '\nExample:\n  $ dashbranch bundle diff sales new-export.zip')
		.action(runs(bundleDiff));

	addBundleMerge(bundle, runs, uuid);
}

async function bundleTree(
	speaker: Speaker,
	file: string,
	{ out, dashboard: wanted }: ChoiceOptions & { out: string }
): Promise<ExitCode> {
	const zip = await readZipFile(file);
	const { dashboard, tree } = await named(
		file,
		readExport(zip).then((read) => treeOfDashboard(read, wanted, 'Choose one of them: --dashboard UUID.'))
	);
	const { written, removed, unchanged } = await writeTreeFolder(out, tree.files);
	const { name: title, uuid } = dashboard;
	speaker.note(findingLines(speaker, tree.findings).join('\n'));
	speaker.result(
		{ out, dashboard: { uuid, title }, written, removed, unchanged, findings: tree.findings },
		`“${title}” in ${out}: ${written.length} files written, ${removed.length} removed, ${unchanged} as they were`
	);
	return EXIT.done;
}

async function bundleZip(
	speaker: Speaker,
	source: string,
	{ out, for: wanted }: { out: string; for: string }
): Promise<ExitCode> {
	const tree = await openTree(source);
	const { bytes, heldBack, note } = await zipFor(wanted, tree);
	await writeWhole(out, bytes);
	const connections = [...tree.assets.values()].filter(({ kind }) => kind === 'database').map(({ name }) => name);
	const left = heldBack.map(({ asset: { kind, uuid, name }, what }) => ({ kind, uuid, name, what }));
	if (note) speaker.note(note);
	for (const { kind, name, what } of left)
		speaker.note(`Superset ${wanted} cannot hold of ${kind} “${name}”: ${what.join(', ')}. It is left out.`);
	if (connections.length > 0) {
		const names = connections.map((name) => `“${name}”`).join(', ');
		speaker.note(
			`Importing it by hand re-points a connection that is called ${names} there and has another uuid, as any import of Superset does; \`dashbranch deploy\` never touches connections.`
		);
	}
	speaker.result(
		{ out, version: wanted, sizeBytes: bytes.byteLength, connections, heldBack: left, note },
		`${out}: ${bytes.byteLength} bytes for Superset ${wanted}`
	);
	return EXIT.done;
}

async function bundleLint(speaker: Speaker, source: string, { dashboard }: ChoiceOptions): Promise<ExitCode> {
	const tree = await openTree(source, dashboard);
	const findings = findingsOf(tree);
	const errors = findings.filter(({ level }) => level === 'error').length;
	const counts = { errors, warnings: findings.length - errors };
	const sum = findings.length === 0 ? 'nothing found' : `${counts.errors} errors, ${counts.warnings} warnings`;
	speaker.result({ ...counts, findings }, [...findingLines(speaker, findings), `${source}: ${sum}`].join('\n'));
	return errors > 0 ? EXIT.different : findings.length > 0 ? EXIT.minor : EXIT.done;
}

async function bundleDiff(
	speaker: Speaker,
	before: string,
	after: string,
	{ dashboard }: ChoiceOptions
): Promise<ExitCode> {
	const trees = { before: await openTree(before, dashboard), after: await openTree(after, dashboard) };
	const changes = changesBetween(comparedAssets(trees.before), comparedAssets(trees.after));
	const result = changes.assets.length === 0 ? 'equal' : resultOf(changes.assets, changes.machineMadeOnly);
	speaker.result(
		{ result, ...changes, before: sideOf(before, trees.before), after: sideOf(after, trees.after) },
		changes.assets.length === 0 ? 'Equal.' : changeLines(speaker, changes.assets).join('\n')
	);
	return { equal: EXIT.done, different: EXIT.different, 'machine-made': EXIT.minor }[result];
}

const resultOf = (assets: readonly AssetChange[], machineMadeOnly: number): 'different' | 'machine-made' =>
	assets.length > machineMadeOnly ? 'different' : 'machine-made';

/** Which of the two it is, for who reads the document alone. */
const sideOf = (path: string, tree: CanonicalTree) => ({
	path,
	dashboards: dashboardsIn(tree).map(({ uuid, name }) => ({ uuid, title: name }))
});

function uuid(text: string): AssetUuid {
	const parsed = AssetUuid.safeParse(text);
	if (!parsed.success) throw new InvalidArgumentError('It is not a uuid.');
	return parsed.data;
}

function version(text: string): string {
	const parsed = SupersetVersion.safeParse(text);
	if (!parsed.success) throw new InvalidArgumentError('It must be a version of Superset like 6.1.0.');
	return parsed.data;
}
