import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { accessOf } from '#lib/server/web/access.ts';

const files = readdirSync('src/routes', { recursive: true, encoding: 'utf8' })
	.map((path) => join('src/routes', path))
	.filter((path) => /\+(?:server|page\.server|layout\.server)\.ts$/.test(path));

/** The ways into the app; each asks for the right before it does something, or is one of the public few. */
const WAYS_IN =
	/\b(?:execute|apiRoute|apiJobRoute|jobs\.start|healthResponse|signIn|signInDemo|signOut|completeFirstRun)\(/;

/** What a route may read of `locals` by itself; all else is behind the ways in. */
const ALLOWED_LOCALS = /locals\.(?:actor\b|app\.jobs\.start\()/;

test('HTTP-5 the routes are where this test looks for them', () => {
	expect(files.length).toBeGreaterThan(5);
});

for (const file of files) {
	const text = readFileSync(file, 'utf8');

	test(`HTTP-5 ${file} touches the app only through execute, jobs.start or web/`, () => {
		const touches = [...text.matchAll(/\blocals\.[\w.]+\(?/g)].map(([touch]) => touch);
		expect(touches.filter((touch) => !ALLOWED_LOCALS.test(touch))).toEqual([]);
		expect(text).not.toMatch(/lib\/server\/(?:db|git|superset|secrets|auth|app\.ts)/);
		if (/\+server\.ts$/.test(file)) expect(text).toMatch(WAYS_IN);
	});
}

test('HTTP-1 the public routes are the known ones', () => {
	const routeOf = (file: string) => file.replace(/^src\/routes|\/\+[^/]+$/g, '') || '/';
	const open = new Set(files.map(routeOf).filter((route) => accessOf(route) !== 'signed-in'));
	const known = ['/(auth)/first-run', '/(auth)/sign-in', '/healthz'];
	expect([...open].filter((route) => !known.includes(route))).toEqual([]);
});
