import { json, refuse } from '../answer.ts';
import type { JsonObject } from '../json.ts';
import { ACCOUNTS, ROLE_NAMES } from '../people.ts';
import { type Route, signedIn } from './route.ts';

const REQUIRED = ['Missing data for required field.'];

export const securityRoutes: readonly Route[] = [
	{
		method: 'POST',
		path: /^\/api\/v1\/security\/login$/,
		open: true,
		run: ({ request, sessions }) => {
			const body = request.json();
			const problems: JsonObject = {};
			for (const field of ['password', 'provider', 'username']) if (!(field in body)) problems[field] = [...REQUIRED];
			if ('provider' in body && !['db', 'ldap'].includes(String(body['provider']))) {
				problems['provider'] = ['Must be one of: db, ldap.', 'Alternative authentication provider is not allowed'];
			}
			if (Object.keys(problems).length > 0) throw refuse(400, problems);
			const who = ACCOUNTS.find(
				({ username, password }) => username === body['username'] && password === body['password']
			);
			if (who === undefined || body['provider'] !== 'db') throw refuse(401, 'Not authorized');
			const refresh = body['refresh'] === true ? { refresh_token: sessions.token(who, 'refresh') } : {};
			return json({ access_token: sessions.token(who, 'access'), ...refresh });
		}
	},
	{
		method: 'POST',
		path: /^\/api\/v1\/security\/refresh$/,
		open: true,
		run: ({ request, sessions }) =>
			json({ access_token: sessions.token(sessions.bearer(request, 'refresh'), 'access') })
	},
	{
		method: 'GET',
		path: /^\/api\/v1\/security\/csrf_token\/$/,
		run: signedIn(({ sessions }) => {
			const { token, cookie } = sessions.csrf();
			return { status: 200, headers: { 'set-cookie': cookie }, body: { result: token } };
		})
	},
	{
		method: 'GET',
		path: /^\/api\/v1\/me\/(roles\/)?$/,
		run: (call) => {
			// 4.1 looks at the session alone, where a bearer token is nobody.
			if (call.state.version === '4.1.4') throw refuse(401, 'Not authorized');
			const who = call.sessions.bearer(call.request);
			if (call.parts[0] !== '') return json({ result: { email: who.email, roles: { [ROLE_NAMES[who.role]]: [] } } });
			const { password: _secret, role: _role, ...shown } = who;
			return json({ result: { ...shown, is_active: true, is_anonymous: false, login_count: 1 } });
		}
	}
];

const LOGIN_PAGE = (version: string): string => {
	const bootstrap = JSON.stringify({
		common: {
			feature_flags: { TAGGING_SYSTEM: version !== '4.1.4' },
			menu_data: { navbar_right: { version_string: version, version_sha: '' } }
		}
	});
	return `<!DOCTYPE html>
<html><head><title>Superset</title></head><body>
<div id="app" data-bootstrap="${bootstrap.replace(/&/g, '&amp;').replace(/"/g, '&#34;')}"><p>Practice Superset</p></div>
</body></html>
`;
};

export const publicRoutes: readonly Route[] = [
	{
		method: 'GET',
		path: /^\/(health|healthcheck|ping)$/,
		open: true,
		run: () => ({ status: 200, headers: { 'content-type': 'text/html; charset=utf-8' }, body: Buffer.from('OK') })
	},
	{
		method: 'GET',
		path: /^\/login\/$/,
		open: true,
		run: ({ state }) => ({
			status: 200,
			headers: {
				'content-type': 'text/html; charset=utf-8',
				'cache-control': 'no-store, no-cache, must-revalidate, max-age=0'
			},
			body: Buffer.from(LOGIN_PAGE(state.version))
		})
	}
];
