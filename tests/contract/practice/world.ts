import type { JsonObject } from '#tests/support/practice-superset/json.ts';
import type { PracticeClient } from '#tests/support/practice-superset/practice-client.ts';
import type { Bundle } from './bundles.ts';
import { exportOutcome, type Outcome, replyOutcome } from './outcome.ts';

/** One Superset under the script: what was done and what came of it. */
export class World {
	readonly client: PracticeClient;
	readonly outcomes: Outcome[] = [];
	constructor(client: PracticeClient) {
		this.client = client;
	}

	note(step: string, reply: Parameters<typeof replyOutcome>[1], body: 'exact' | 'shape' | 'none' = 'exact'): void {
		this.outcomes.push(replyOutcome(step, reply, body));
	}

	async import(step: string, kind: string, zip: Uint8Array, more?: Record<string, string>): Promise<void> {
		this.note(step, await this.client.import(kind, zip, more));
	}

	/** @param isTold which files count; default: all */
	async effect(
		step: string,
		kind: string,
		ids: readonly number[],
		isTold: (path: string) => boolean = () => true
	): Promise<void> {
		const { body, ...outcome } = await exportOutcome(step, this.client, kind, ids);
		const files = Object.entries(body as JsonObject).filter(([path]) => isTold(path));
		this.outcomes.push({ ...outcome, body: Object.fromEntries(files) });
	}

	/** The id of the object of a file; NaN when there is none. */
	async idOf(kind: string, file: JsonObject): Promise<number> {
		for (let page = 0; ; page += 1) {
			const rows = await this.client.list(kind, `(columns:!(id,uuid),page_size:100,page:${page})`);
			const found = rows.find(({ uuid }) => uuid === file['uuid']);
			if (found !== undefined) return Number(found['id']);
			if (rows.length < 100) return Number.NaN;
		}
	}

	/** The names of the charts that a dashboard links. */
	async links(step: string, id: number): Promise<void> {
		const reply = await this.client.get(`/api/v1/dashboard/${id}/charts`);
		const rows = (reply.json as JsonObject)['result'] as JsonObject[];
		this.outcomes.push({ step, body: rows.map((row) => String(row['slice_name'])).sort() });
	}

	/** Whether a write moved the time of change of each object of a bundle. */
	async times(bundle: Bundle): Promise<Map<string, string>> {
		const times = new Map<string, string>();
		for (const kind of ['dashboard', 'chart', 'dataset']) {
			const uuids = [...bundle].filter(([path]) => path.startsWith(`${kind}s/`)).map(([, file]) => file['uuid']);
			const rows = await this.client.list(kind, '(columns:!(uuid,changed_on_utc),page_size:100)');
			for (const row of rows)
				if (uuids.includes(row['uuid'] ?? null))
					times.set(`${kind} ${String(row['uuid'])}`, String(row['changed_on_utc']));
		}
		return times;
	}

	async moved(step: string, bundle: Bundle, before: ReadonlyMap<string, string>): Promise<void> {
		const now = await this.times(bundle);
		this.outcomes.push({
			step,
			body: [...now]
				.filter(([key, time]) => before.get(key) !== time)
				.map(([key]) => key)
				.sort()
		});
	}
}

const KINDS = ['dashboard', 'chart', 'dataset'] as const;

/** Takes away what an earlier run of the script left. */
export async function cleanUp(client: PracticeClient, bundles: readonly Bundle[]): Promise<void> {
	const uuids = new Set(bundles.flatMap((bundle) => [...bundle.values()].map((file) => String(file['uuid']))));
	for (const kind of KINDS) {
		const name = { dashboard: 'slug', chart: 'uuid', dataset: 'uuid' }[kind];
		const rows: JsonObject[] = [];
		for (let page = 0; ; page += 1) {
			const some = await client.list(kind, `(columns:!(id,uuid,${name}),page_size:100,page:${page})`);
			rows.push(...some);
			if (some.length < 100) break;
		}
		for (const row of rows) {
			if (
				uuids.has(String(row['uuid'])) ||
				String(row['slug'] ?? '').startsWith('prac-') ||
				/^feed/.test(String(row['uuid']))
			) {
				await client.delete(`/api/v1/${kind}/${String(row['id'])}`);
			}
		}
	}
}
