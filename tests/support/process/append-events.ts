import { join } from 'node:path';
import { JobId } from '#lib/domain/ids.ts';
import { openDatabase } from '#lib/server/db/database.ts';
import { appendEvent } from '#lib/server/jobs/events.ts';

/** Append `count` events to a job of owner `o`, as another process does. */
export default async function appendEvents(dir: string, job: string, count: string): Promise<void> {
	const db = openDatabase(join(dir, 'dashbranch.sqlite'));
	console.log('ready');
	for (let n = 0; n < Number(count); n += 1) {
		await db
			.transaction()
			.execute((trx) =>
				appendEvent(
					trx,
					{ id: JobId.parse(job), owner: 'o' },
					{ at: n, kind: 'log', message: `theirs ${n}`, progress: null, state: 'running' }
				)
			);
	}
	await db.destroy();
}
