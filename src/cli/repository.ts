import { InvalidArgumentError, type Command } from 'commander';
import type { HistoryEntry } from '#lib/domain/commit.ts';
import type { DashboardChanges, DashboardSummary } from '#lib/domain/dashboard.ts';
import type { EnvironmentSummary } from '#lib/domain/environment.ts';
import { changeLines, findingLines } from './change-words.ts';
import { EXIT, type ExitCode } from './exit-code.ts';
import { runJob } from './job.ts';
import { dashboardNamed, environmentOf, type NamedDashboard } from './names.ts';
import type { Runs } from './program.ts';
import { Server } from './server.ts';
import type { Speaker } from './speaker.ts';

export interface ServerOptions {
	readonly server?: string;
}

/** Commands that ask a server, but write into no environment. */
export function addRepositoryCommands(program: Command, runs: Runs): void {
	withServer(program.command('dashboards').description('list the dashboards that are kept')).action(runs(dashboards));
	withServer(program.command('environments').description('list the environments')).action(runs(environments));

	withServer(
		program
			.command('capture')
			.description('look what an environment holds now, and say what differs from the branch')
			.argument('<dashboard>', 'id or exact title')
			.option('--from <environment>', 'another one than where it is edited')
			.option('--branch <name>', 'what to compare with (default: the default branch)')
			.addHelpText('after', '\nExample:\n  $ dashbranch capture "Sales overview"')
	).action(runs(capture));

	withServer(
		program
			.command('commit')
			.description('capture, and commit what differs')
			.argument('<dashboard>', 'id or exact title')
			.requiredOption('-m, --message <text>', 'what changed, and why')
			.option('--from <environment>', 'another one than where it is edited')
			.option('--branch <name>', 'where to commit (default: the default branch)')
			.option('--only <path...>', 'only these files, as `capture` names them')
			.addHelpText('after', '\nExample:\n  $ dashbranch commit "Sales overview" -m "Show margin by region"')
	).action(runs(commit));

	withServer(
		program
			.command('history')
			.description('list commits, the newest first')
			.argument('<dashboard>', 'id or exact title')
			.option('--branch <name>', 'branch, tag or commit to start from (default: the default branch)')
			.option('--limit <count>', 'at most so many, up to 200', count, 20)
			.addHelpText('after', '\nExample:\n  $ dashbranch history "Sales overview" --limit 5')
	).action(runs(history));
}

export const withServer = (command: Command): Command =>
	command.option('--server <url>', 'address of Dashbranch (default: DASHBRANCH_SERVER)');

async function dashboards(speaker: Speaker, options: ServerOptions): Promise<ExitCode> {
	const found = await Server.from(speaker, options.server).get<DashboardSummary[]>('dashboards');
	const lines = found.map(
		({ id, title, home, changeCount }) =>
			`${id}  ${(home ?? '–').padEnd(10)} ${title}${changeCount ? `  (${changeCount} changed there)` : ''}`
	);
	speaker.result({ dashboards: found }, lines.join('\n'));
	return EXIT.done;
}

async function environments(speaker: Speaker, options: ServerOptions): Promise<ExitCode> {
	const found = await Server.from(speaker, options.server).get<EnvironmentSummary[]>('environments');
	const lines = found.map(({ name, stage, title, url, health }) => {
		const state = health.kind === 'ok' ? `Superset ${health.version}` : health.kind;
		return `${name.padEnd(12)} ${stage.padEnd(8)} ${state.padEnd(16)} ${url}  ${title}`;
	});
	speaker.result({ environments: found }, lines.join('\n'));
	return EXIT.done;
}

interface LookOptions extends ServerOptions {
	readonly from?: string;
	readonly branch?: string;
}

interface Looked {
	readonly server: Server;
	readonly dashboard: NamedDashboard;
	readonly environment: string;
	readonly capture: { readonly commit: string | null; readonly how: string; readonly changed: unknown };
	readonly changes: DashboardChanges;
}

/** Capture, then compare with the branch. */
async function look(speaker: Speaker, name: string, { server: url, from, branch }: LookOptions): Promise<Looked> {
	const server = Server.from(speaker, url);
	const dashboard = await dashboardNamed(server, name);
	const environment = environmentOf(dashboard, from);
	const path = `dashboards/${dashboard.id}`;
	const captured = await runJob<Looked['capture']>(speaker, server, {
		path: `${path}/captures`,
		body: { environment }
	});
	const changes = await server.get<DashboardChanges>(`${path}/changes`, { environment, branch });
	return { server, dashboard, environment, capture: captured, changes };
}

async function capture(speaker: Speaker, name: string, options: LookOptions): Promise<ExitCode> {
	const { dashboard, environment, capture: captured, changes } = await look(speaker, name, options);
	speaker.note(findingLines(speaker, changes.findings).join('\n'));
	const against = `“${dashboard.title}” in ${environment} against ${changes.branch}`;
	const words =
		captured.commit === null
			? `“${dashboard.title}” is not in ${environment}.`
			: changes.assets.length === 0
				? `${against}: equal`
				: [`${against}:`, ...changeLines(speaker, changes.assets)].join('\n');
	speaker.result({ dashboard: idOf(dashboard), environment, capture: captured, changes }, words);
	return EXIT.done;
}

async function commit(
	speaker: Speaker,
	name: string,
	options: LookOptions & { message: string; only?: readonly string[] }
): Promise<ExitCode> {
	const { server, dashboard, environment, changes } = await look(speaker, name, options);
	speaker.note(findingLines(speaker, changes.findings).join('\n'));
	const { branch, head: expectedHead, live, assets } = changes;
	const told = { dashboard: idOf(dashboard), environment, branch };
	if (live === null || assets.length === 0) {
		const why =
			live === null ? `“${dashboard.title}” is not in ${environment}` : `${environment} holds what ${branch} has`;
		speaker.result({ ...told, commit: null, alsoTaken: [] }, `Nothing to commit: ${why}.`);
		return EXIT.done;
	}
	const { message, only } = options;
	const made = await server.post<{ commit: string; alsoTaken: readonly string[] }>(
		`dashboards/${dashboard.id}/commits`,
		{ branch, message, paths: only ?? 'all', expectedHead, live }
	);
	if (made.alsoTaken.length > 0) speaker.note(`Taken too, as it is needed: ${made.alsoTaken.join(', ')}.`);
	speaker.result({ ...told, ...made }, `${made.commit} on ${branch}`);
	return EXIT.done;
}

async function history(
	speaker: Speaker,
	name: string,
	{ server: url, branch, limit }: ServerOptions & { branch?: string; limit: number }
): Promise<ExitCode> {
	const server = Server.from(speaker, url);
	const dashboard = await dashboardNamed(server, name);
	const found = await server.get<{ entries: readonly HistoryEntry[]; more: boolean }>(
		`dashboards/${dashboard.id}/commits`,
		{ from: branch, limit }
	);
	const lines = found.entries.map((entry) => {
		const at = new Date(entry.authoredAt).toISOString().slice(0, 16).replace('T', ' ');
		const names = [...entry.branches, ...entry.tags, ...entry.deployedTo.map((one) => `deployed to ${one}`)];
		const marks = names.length > 0 ? `  (${names.join(', ')})` : '';
		return `${speaker.paint('yellow', entry.oid.slice(0, 12))}  ${at}Z  ${entry.author.name}  ${entry.subject}${marks}`;
	});
	if (found.more) speaker.note(`There are more than these ${limit}; --limit shows them.`);
	speaker.result({ dashboard: idOf(dashboard), ...found }, lines.join('\n'));
	return EXIT.done;
}

export const idOf = ({ id, title }: NamedDashboard) => ({ id, title });

function count(text: string): number {
	const number = Number(text);
	if (Number.isInteger(number) && number >= 1 && number <= 200) return number;
	throw new InvalidArgumentError('It must be a number from 1 to 200.');
}
