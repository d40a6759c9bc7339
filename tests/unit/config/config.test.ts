import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { ConfigRejected, parseConfig, VARIABLES } from '#lib/server/config.ts';

function problemsOf(env: Record<string, string>, options: { needsOrigin?: boolean } = {}) {
	try {
		parseConfig(env, options);
	} catch (cause) {
		if (cause instanceof ConfigRejected) return cause.problems;
		throw cause;
	}
	return [];
}

const variablesOf = (env: Record<string, string>) => problemsOf(env).map(({ variable }) => variable);

test('CONFIG-1 the table of the spec names every variable with its default', () => {
	const rows = readFileSync('specs/interfaces/config.md', 'utf8').matchAll(/^\| `([A-Z_]+)` \| (?:`([^`]*)`|\()/gm);
	const inSpec = [...rows].map(([, variable, fallback = '']) => [variable, fallback]);
	expect(inSpec).toEqual(Object.entries(VARIABLES).map(([variable, { default: fallback }]) => [variable, fallback]));
});

test('CONFIG-1 without any variable the defaults hold', () => {
	expect(parseConfig({ LOG_LEVEL: ' ' })).toMatchObject({
		host: '127.0.0.1',
		port: 3000,
		origin: 'http://127.0.0.1:3000',
		logLevel: 'info',
		isDemo: false,
		allowedHosts: [],
		firstRunCode: null,
		sessionIdleMs: 12 * 3_600_000,
		sessionAbsoluteMs: 7 * 24 * 3_600_000,
		bodySizeLimit: 64 * 1024 * 1024
	});
});

test('CONFIG-2 all problems come together, each with cause and next step, none with its value', () => {
	const env = { PORT: '70000', LOG_LEVEL: 'loud', DASHBRANCH_KEY: 'planted-secret', DASHBRANCH_DEMO: 'yes' };
	const problems = problemsOf(env);
	expect(problems.map(({ variable }) => variable).sort()).toEqual(Object.keys(env).sort());
	for (const { cause, next } of problems)
		expect([cause, next]).toEqual([expect.stringMatching(/./), expect.stringMatching(/\.$/)]);
	expect(new ConfigRejected(problems).message).not.toContain('planted-secret');
});

test.each([
	['http://10.0.0.5:3000', ['DASHBRANCH_DEMO']],
	['https://dashbranch.example', ['DASHBRANCH_DEMO']],
	['http://localhost.example', ['DASHBRANCH_DEMO']],
	['http://127.0.0.1:3000', []],
	['http://localhost:3000', []],
	['http://[::1]:3000', []]
])('CONFIG-3 the demo at %s', (ORIGIN, expected) => {
	expect(variablesOf({ DASHBRANCH_DEMO: '1', ORIGIN })).toEqual(expected);
});

test.each([
	'dashbranch.example',
	'https://a.example/path',
	'https://u:p@a.example',
	'ftp://a.example',
	'https://a.example/'
])('CONFIG-4 %s is no origin', (ORIGIN) => {
	expect(variablesOf({ ORIGIN })).toEqual(['ORIGIN']);
});

test('CONFIG-4 the built server asks for ORIGIN', () => {
	expect(problemsOf({}, { needsOrigin: true }).map(({ variable }) => variable)).toEqual(['ORIGIN']);
	expect(problemsOf({ ORIGIN: 'http://localhost:3000' }, { needsOrigin: true })).toEqual([]);
});

test('CONFIG-5 what contradicts itself is refused', () => {
	const key = Buffer.alloc(32, 7).toString('base64');
	expect(variablesOf({ DASHBRANCH_KEY: key, DASHBRANCH_KEY_FILE: '/tmp/key' })).toEqual(['DASHBRANCH_KEY_FILE']);
	expect(variablesOf({ DASHBRANCH_SESSION_IDLE_HOURS: '48', DASHBRANCH_SESSION_MAX_HOURS: '24' })).toEqual([
		'DASHBRANCH_SESSION_IDLE_HOURS'
	]);
});

test('CONFIG-6 .env.example names every variable, switched off', () => {
	const lines = readFileSync('.env.example', 'utf8').split('\n');
	const named = lines.flatMap((line) => /^#([A-Z_]+)=/.exec(line)?.[1] ?? []);
	expect(named.sort()).toEqual(Object.keys(VARIABLES).sort());
	expect(lines.filter((line) => line !== '' && !line.startsWith('#'))).toEqual([]);
});
