import { expect, test } from 'vitest';
import { accessOf, isFromOurPages, nextPathOf } from '#lib/server/web/access.ts';
import { withSecurityHeaders } from '#lib/server/web/headers.ts';

test.each([
	['/healthz', 'public'],
	['/(auth)/sign-in', 'public'],
	['/(auth)/first-run', 'first-run'],
	['/(app)', 'signed-in'],
	['/(app)/dashboards/[dashboard=uuid]', 'signed-in'],
	['/api/v1/jobs', 'signed-in'],
	['/healthz/more', 'signed-in'],
	['/', 'signed-in'],
	[null, 'signed-in']
])('HTTP-1 %s is %s', (route, access) => {
	expect(accessOf(route)).toBe(access);
});

const ours = 'https://dashbranch.example';
const request = (method: string, origin?: string) => ({ method, headers: new Headers(origin ? { origin } : {}) });

test.each([
	['POST', ours, 'session', true],
	['POST', ours, null, true],
	['POST', undefined, 'session', false],
	['POST', 'null', 'session', false],
	['POST', 'https://evil.example', 'session', false],
	['DELETE', 'https://dashbranch.example.evil', 'session', false],
	['PATCH', 'http://dashbranch.example', null, false],
	['POST', undefined, 'token', true],
	['GET', undefined, 'session', true],
	['HEAD', 'https://evil.example', 'session', true]
] as const)('HTTP-3 %s from %s by %s: %s', (method, origin, by, expected) => {
	expect(isFromOurPages(request(method, origin), { origin: ours, by })).toBe(expected);
});

test.each([
	['/dashboards/1?branch=main', '/dashboards/1?branch=main'],
	['//evil.example', '/'],
	['/\\evil.example', '/'],
	['https://evil.example', '/'],
	['javascript:alert(1)', '/'],
	['/\t/evil.example', '/'],
	[null, '/']
])('HTTP-4 after signing in %j leads to %s', (next, expected) => {
	expect(nextPathOf(next)).toBe(expected);
});

test('HTTP-6 every answer has the security headers, https also its own', () => {
	const plain = withSecurityHeaders(new Response(), { isHttps: false }).headers;
	expect(Object.fromEntries(plain)).toMatchObject({
		'x-content-type-options': 'nosniff',
		'x-frame-options': 'DENY',
		'referrer-policy': 'same-origin',
		'cache-control': 'private, no-cache'
	});
	expect(plain.has('strict-transport-security')).toBe(false);
	expect(withSecurityHeaders(new Response(), { isHttps: true }).headers.has('strict-transport-security')).toBe(true);
});
