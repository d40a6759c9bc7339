import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

/** `/api/v1/jobs/<id>` → the verbs, of the table of specs/interfaces/http.md. */
function told(): Record<string, string[]> {
	const rows = readFileSync('specs/interfaces/http.md', 'utf8').matchAll(/^\| `(\/api\/v1\/[^`]*)` \| ([^|]+) \|/gm);
	return Object.fromEntries([...rows].map(([, path, verbs]) => [path, verbs!.match(/[A-Z]{3,}/g)!.sort()]));
}

/** The same of the routes: each parameter by what it is. */
function real(): Record<string, string[]> {
	const files = readdirSync('src/routes/api', { recursive: true, encoding: 'utf8' }).filter((file) =>
		file.endsWith('+server.ts')
	);
	const routes = files.map((file) => {
		const path = `/api/${file.replace('/+server.ts', '')}`
			.replace('[environment=environment]', '<name>')
			.replace('[hash]', '<hash>')
			.replace(/\[\w+=\w+\]/g, '<id>');
		const verbs = readFileSync(join('src/routes/api', file), 'utf8').matchAll(/^export const ([A-Z]+)\b/gm);
		return [path, [...verbs].map(([, verb]) => verb!).sort()] as const;
	});
	return Object.fromEntries(routes);
}

test('API-1 the table has every address and verb of the HTTP API, and no other', () => {
	expect(Object.keys(real()).length).toBeGreaterThan(5);
	expect(told()).toEqual(real());
});
