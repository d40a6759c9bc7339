import type { Command } from 'commander';
import type { Deployment } from '#lib/domain/deployment.ts';
import { isBlocked, PlanHash, type Plan } from '#lib/domain/plan.ts';
import { InvalidArgumentError } from 'commander';
import { planLines, proofLines } from './deploy-words.ts';
import { EXIT, type ExitCode } from './exit-code.ts';
import { CommandFailed } from './failure.ts';
import { runJob } from './job.ts';
import { dashboardNamed, type NamedDashboard } from './names.ts';
import type { Runs } from './program.ts';
import { idOf, withServer, type ServerOptions } from './repository.ts';
import { Server } from './server.ts';
import type { Speaker } from './speaker.ts';

interface PlanOptions extends ServerOptions {
	readonly to: string;
	readonly commit?: string;
}

/** What leads to a write into an environment. */
export function addDeployCommands(program: Command, runs: Runs): void {
	withServer(
		program
			.command('plan')
			.description('say what deploying would do; writes nothing')
			.argument('<dashboard>', 'id or exact title')
			.requiredOption('--to <environment>', 'where it would be deployed')
			.option('--commit <ref>', 'branch, tag or commit (default: the default branch)')
			.addHelpText('after', '\nExample:\n  $ dashbranch plan "Sales overview" --to prod')
	).action(runs(plan));

	withServer(
		program
			.command('deploy')
			.description('plan, ask, write into the environment, and prove what is there then')
			.argument('<dashboard>', 'id or exact title')
			.requiredOption('--to <environment>', 'where to deploy')
			.option('--commit <ref>', 'branch, tag or commit (default: the default branch)')
			.option('--plan <hash>', 'carry out this plan, which somebody has looked at, if it still holds', planHash)
			.option('--yes', 'do not ask')
			.addHelpText('after', '\nExample:\n  $ dashbranch deploy "Sales overview" --to prod --commit v1.2 --yes')
	).action(runs(deploy));
}

async function plan(speaker: Speaker, name: string, options: PlanOptions): Promise<ExitCode> {
	const server = Server.from(speaker, options.server);
	const dashboard = await dashboardNamed(server, name);
	const made = await makePlan(speaker, server, { dashboard, options });
	speaker.result({ dashboard: idOf(dashboard), plan: made }, planLines(speaker, dashboard.title, made).join('\n'));
	return isBlocked(made) ? EXIT.different : EXIT.done;
}

async function deploy(
	speaker: Speaker,
	name: string,
	options: PlanOptions & { plan?: PlanHash; yes?: boolean }
): Promise<ExitCode> {
	const server = Server.from(speaker, options.server);
	if (options.plan && options.commit) {
		throw new CommandFailed({
			code: 'usage',
			message: 'A plan has its commit; --plan and --commit do not go together.'
		});
	}
	const { terminal, manner } = speaker;
	const mayAsk = terminal.isInteractive && !manner.json;
	if (!options.yes && !mayAsk) {
		const hint = 'Look at `dashbranch plan`, then add --yes, and --plan HASH to get exactly that.';
		throw new CommandFailed({ code: 'usage', message: 'Nobody can be asked here, and --yes is not given.', hint });
	}
	const dashboard = await dashboardNamed(server, name);
	const made = options.plan
		? await planOf(server, dashboard, { hash: options.plan, to: options.to })
		: await makePlan(speaker, server, { dashboard, options });
	if (!manner.json) speaker.show(planLines(speaker, dashboard.title, made, terminal.err).join('\n'));
	if (isBlocked(made)) {
		const findings = made.items.flatMap(({ path, reason }) => (reason ? [{ path, message: reason }] : []));
		const message = 'The plan has items that block it; nothing was written.';
		throw new CommandFailed({ code: 'invalid_input', message, hint: 'Each of them says what to do.', findings });
	}
	if (!options.yes && !/^y(es)?$/i.test((await terminal.ask(`Deploy to ${made.environment}? [y/N] `)).trim())) {
		throw new CommandFailed({ code: 'cancelled', message: 'Not deployed; nothing was written.' }, EXIT.interrupted);
	}
	const { deploymentId } = await runJob<{ deploymentId: string }>(speaker, server, {
		path: `dashboards/${dashboard.id}/deployments`,
		body: { planHash: made.hash }
	});
	const deployment = await server.get<Deployment>(`deployments/${deploymentId}`);
	speaker.result({ dashboard: idOf(dashboard), plan: made, deployment }, proofLines(speaker, deployment).join('\n'));
	return deployment.proof?.isProven ? EXIT.done : EXIT.different;
}

const makePlan = (
	speaker: Speaker,
	server: Server,
	{ dashboard, options }: { dashboard: NamedDashboard; options: PlanOptions }
): Promise<Plan> =>
	runJob<Plan>(speaker, server, {
		path: `dashboards/${dashboard.id}/plans`,
		body: { environment: options.to, commit: options.commit ?? dashboard.defaultBranch }
	});

async function planOf(
	server: Server,
	{ id }: NamedDashboard,
	{ hash, to }: { hash: PlanHash; to: string }
): Promise<Plan> {
	const found = await server.get<Plan>(`dashboards/${id}/plans/${hash}`);
	if (found.environment === to) return found;
	throw new CommandFailed({
		code: 'invalid_input',
		message: `This plan is for ${found.environment}, not for ${to}; nothing was written.`,
		hint: 'Name the plan’s environment, or plan again.'
	});
}

function planHash(text: string): PlanHash {
	const parsed = PlanHash.safeParse(text);
	if (!parsed.success) throw new InvalidArgumentError('It must be the 64 digits that `plan` shows.');
	return parsed.data;
}
