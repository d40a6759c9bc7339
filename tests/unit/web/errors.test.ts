import { readFileSync } from 'node:fs';
import type { RequestEvent } from '@sveltejs/kit';
import { expect, test } from 'vitest';
import { ERROR_CODES, InvalidInput, NotFound } from '#lib/domain/errors.ts';
import { createLogger, presentUnknown } from '#lib/server/log.ts';
import { failed, STATUS_OF_CODE } from '#lib/server/web/errors.ts';
import { laterOutcomeOf } from '#lib/server/web/outcome.ts';

test('ERROR-1 the table of the spec lists every code with its status', () => {
	const rows = readFileSync('specs/interfaces/errors.md', 'utf8').matchAll(/^\| `([a-z_]+)` \| (\d+) \|/gm);
	const inSpec = Object.fromEntries([...rows].map(([, code, status]) => [code, Number(status)]));
	expect(inSpec).toEqual(STATUS_OF_CODE);
	expect(Object.keys(STATUS_OF_CODE).sort()).toEqual([...ERROR_CODES].sort());
});

test('ERROR-2 an unforeseen failure shows an id, and the log has it under that id', () => {
	const lines: string[] = [];
	const log = createLogger('error', { write: (line) => void lines.push(line) });
	const shown = presentUnknown(log, new Error('at /data/repos/x.git'), { route: '/x' });
	expect(JSON.stringify(shown)).not.toContain('/data');
	expect(JSON.parse(lines[0]!)).toMatchObject({ id: shown.id, route: '/x', err: { message: 'at /data/repos/x.git' } });
});

test('ERROR-3 a failed form keeps what was typed, but no secret', () => {
	const typed = {
		title: 'Prod',
		username: 'ana',
		password: 'p',
		token: 't',
		api_key: 'k',
		code: 'c',
		file: new Blob()
	};
	const { status, data } = failed(new InvalidInput([{ path: ['title'], message: 'is too long' }]), typed);
	expect(status).toBe(400);
	expect(data.fields).toEqual({ title: 'Prod', username: 'ana' });
	expect(data.issues).toEqual([{ path: ['title'], message: 'is too long' }]);
	expect(failed(new NotFound('branch', 'x'), {}).status).toBe(404);
});

test('ERROR-3 a bug in a form is not taken for a failure', () => {
	expect(() => failed(new TypeError('bug'), {})).toThrow('bug');
});

test('ERROR-4 a part that is sent later tells its failure, whatever it is, and never rejects', async () => {
	const lines: string[] = [];
	const log = createLogger('error', { write: (line) => void lines.push(line) });
	const reader = new AbortController();
	const event = {
		...{ request: new Request('http://x', { signal: reader.signal }), route: { id: '/x' } },
		locals: { app: { log } }
	} as unknown as RequestEvent;
	expect(await laterOutcomeOf(event, Promise.resolve(5))).toEqual({ kind: 'ok', value: 5 });
	const known = await laterOutcomeOf(event, Promise.reject(new NotFound('branch', 'x')));
	expect(known).toMatchObject({ kind: 'failed', error: { code: 'not_found' } });
	expect(lines).toEqual([]);
	const bug = await laterOutcomeOf(event, Promise.reject(new TypeError('at /data/x')));
	expect(bug).toMatchObject({ kind: 'failed', error: { code: 'internal', id: expect.any(String) } });
	expect(JSON.stringify(bug)).not.toContain('/data');
	expect(lines).toHaveLength(1);
	reader.abort();
	const left = await laterOutcomeOf(event, Promise.reject(reader.signal.reason as Error));
	expect(left).toMatchObject({ kind: 'failed', error: { code: 'cancelled' } });
	expect(lines).toHaveLength(1);
});
