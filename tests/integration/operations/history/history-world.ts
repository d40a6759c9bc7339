import { randomUUID } from 'node:crypto';
import { AssetUuid, DashboardId, type Oid } from '#lib/domain/ids.ts';
import { BranchName } from '#lib/domain/refs.ts';
import type { App } from '#lib/server/app.ts';
import { insertDashboard } from '#lib/server/db/dashboards.ts';
import type { Repo } from '#lib/server/git/exec.ts';
import { initRepo } from '#lib/server/git/write.ts';
import { listHistory } from '#lib/server/operations/history/list.ts';
import { execute } from '#lib/server/operations/operation.ts';
import { contextFor, type World } from '#tests/support/app.ts';
import { commit as commitIn } from '../../git/repo.ts';

/** A dashboard with an empty repository. */
export interface HistoryWorld {
	readonly app: App;
	readonly dashboardId: DashboardId;
	readonly repo: Repo;
	/** On `main`, a second after the one before. */
	commit(texts: Record<string, string | Uint8Array | null>, options?: Parameters<typeof commitIn>[2]): Promise<Oid>;
	list(input?: object): ReturnType<typeof listAll>;
	/** First lines of the messages of what a search finds. */
	find(search: string, input?: object): Promise<string[]>;
}

const listAll = (app: App, dashboardId: DashboardId, input: object) =>
	whenIndexed(() => execute(listHistory, contextFor(app), { dashboardId, ...input }));

/** What is answered once everything is in the index, however long this machine takes for it. */
export async function whenIndexed<Answer extends { readonly indexing: unknown }>(
	ask: () => Promise<Answer>
): Promise<Answer> {
	for (;;) {
		const answer = await ask();
		if (answer.indexing === null) return answer;
	}
}

const start = Date.UTC(2026, 0, 10, 12);

export async function historyWorld({ app }: Pick<World, 'app'>): Promise<HistoryWorld> {
	const dashboardId = DashboardId.parse(randomUUID());
	const repo = await initRepo(app.repoOf(dashboardId).gitDir);
	await insertDashboard(app.db, {
		...{ id: dashboardId, title: 'Sales', dashboard_uuid: AssetUuid.parse(randomUUID()), home_environment: null },
		...{ default_branch: BranchName.parse('main'), created_at: start, created_by: 'Ana' }
	});
	let at = start;
	const list = (input: object = {}) => listAll(app, dashboardId, input);
	return {
		...{ app, dashboardId, repo, list },
		commit: (texts, options = {}) => commitIn(repo, texts, { at: (at += 1000), ...options }),
		find: async (search, input = {}) => (await list({ search, ...input })).entries.map(({ subject }) => subject)
	};
}

/** A chart's file, as the canonical form writes it. */
export const chart = (name: string, sql: string): string =>
	`slice_name: ${name}\nviz_type: table\nparams:\n  where: |-\n    ${sql}\nquery_context: |-\n  machine made words ${sql}\nversion: 1.0.0\n`;

export const SALES = 'charts/sales-1a2b3c4d.yaml';
