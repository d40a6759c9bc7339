import type { Cookies } from '@sveltejs/kit';
import { expect, test } from 'vitest';
import { setCookies } from '#lib/server/web/cookies.ts';

test('HTTP-10 cookies reach the browser as the sign-in library wrote them', () => {
	const set: unknown[] = [];
	const cookies = {
		set: (name: string, value: string, { encode, ...options }: Parameters<Cookies['set']>[2]) =>
			void set.push([name, encode?.(value), options])
	};
	setCookies(cookies as Cookies, [
		'__Secure-dashbranch.session_token=a.b%2Bc%3D; Max-Age=43200; Path=/; HttpOnly; Secure; SameSite=Lax',
		'dashbranch.session_data=; Max-Age=0; Path=/; HttpOnly; SameSite=Lax'
	]);
	const common = { path: '/', httpOnly: true, sameSite: 'lax' };
	expect(set).toEqual([
		['__Secure-dashbranch.session_token', 'a.b%2Bc%3D', { ...common, secure: true, maxAge: 43_200 }],
		['dashbranch.session_data', '', { ...common, secure: false, maxAge: 0 }]
	]);
});
