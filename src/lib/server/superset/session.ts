import { SupersetRefused, SupersetUnexpected } from '#lib/domain/errors.ts';
import type { EnvironmentCredentials } from '#lib/domain/environment.ts';
import { jsonOf } from './answers.ts';
import { claimsOf, replaceAtOf } from './jwt.ts';
import { createOnce } from './once.ts';
import { failureOf } from './reasons.ts';
import type { Answer, Transport, TransportRequest } from './transport.ts';

/** What a write needs besides the token: the CSRF token and the session cookie that came with it. */
export interface Csrf {
	readonly token: string;
	readonly cookie: string;
}

/** One account at one Superset. Callers at the same time share one sign-in. */
export interface Session {
	/** A bearer token that is still good for a while. */
	token(signal?: AbortSignal): Promise<string>;
	csrf(signal?: AbortSignal): Promise<Csrf>;
	/** Superset did not take this token. Whether another one can be had; the next `token()` gets it. */
	dropToken(token: string): boolean;
	dropCsrf(csrf: Csrf): void;
	/** The account as far as the credentials tell: the user name, or whose token it is. */
	readonly accountHint: string;
}

interface Tokens {
	readonly access: string;
	readonly refresh: string | null;
	/** When to replace it, by our clock; `null` when the token does not say how long it lives. */
	readonly replaceAt: number | null;
}

export function createSession(transport: Transport, credentials: EnvironmentCredentials, now: () => number): Session {
	let tokens: Tokens | null = null;
	/** Left over from tokens that ran out: good for a new one without the password. */
	let refreshToken: string | null = null;
	const tokenOnce = createOnce(async () => {
		if (credentials.kind !== 'password') throw new Error('only a password can be signed in with');
		tokens = (refreshToken && (await refresh(refreshToken))) || (await signIn(credentials));
		refreshToken = tokens.refresh;
		return tokens.access;
	});
	let csrf: Csrf | null = null;
	const csrfOnce = createOnce(async () => (csrf = await fetchCsrf()));

	async function signIn({
		username,
		password,
		provider
	}: EnvironmentCredentials & { kind: 'password' }): Promise<Tokens> {
		const answer = await ask({
			method: 'POST',
			path: '/api/v1/security/login',
			body: JSON.stringify({ username, password, provider, refresh: true })
		});
		if (answer.status === 401) {
			throw new SupersetRefused(
				`Superset at ${transport.base.origin} does not know “${username}” with this password.`,
				{
					hint: 'Check user name and password of the environment. Accounts that sign in through OAuth need an API key or a local account.'
				}
			);
		}
		if (answer.status !== 200)
			throw failureOf(answer, { doing: `sign in as “${username}”`, transport, path: '/api/v1/security/login' });
		return tokensOf(answer, null);
	}

	async function refresh(token: string): Promise<Tokens | null> {
		const answer = await ask({
			method: 'POST',
			path: '/api/v1/security/refresh',
			body: '{}',
			headers: { authorization: `Bearer ${token}` }
		});
		return answer.status === 200 ? tokensOf(answer, token) : null;
	}

	function tokensOf(answer: Answer, before: string | null): Tokens {
		const { access_token: access, refresh_token: next } = jsonOf(answer, 'the sign-in') as Record<string, unknown>;
		if (typeof access !== 'string') throw new SupersetUnexpected('Superset answered the sign-in without a token.');
		return { access, refresh: typeof next === 'string' ? next : before, replaceAt: replaceAtOf(access, now()) };
	}

	async function fetchCsrf(): Promise<Csrf> {
		const path = '/api/v1/security/csrf_token/';
		let answer: Answer | undefined;
		for (let attempt = 0; attempt < 2; attempt += 1) {
			const token = await session.token();
			answer = await ask({ method: 'GET', path, headers: { authorization: `Bearer ${token}` } });
			if (!isTokenRefused(answer) || !session.dropToken(token)) break;
		}
		if (!answer || answer.status !== 200) throw failureOf(answer!, { doing: 'get a CSRF token', transport, path });
		const { result } = jsonOf(answer, 'the CSRF token') as { result?: unknown };
		if (typeof result !== 'string') throw new SupersetUnexpected('Superset answered without a CSRF token.');
		return { token: result, cookie: cookiesOf(answer) };
	}

	/** Without the caller's signal: others may wait for the same sign-in. */
	async function ask(request: Omit<TransportRequest, 'kind'>): Promise<Answer> {
		const headers = { ...(request.body !== undefined && { 'content-type': 'application/json' }), ...request.headers };
		const sent = await transport.send({ ...request, headers, kind: 'sign-in' });
		if (sent.kind === 'failed') throw sent.error;
		return sent.answer;
	}

	const session: Session = {
		async token(signal) {
			if (credentials.kind === 'token') return credentials.token;
			if (credentials.kind === 'api_key') return credentials.key;
			if (tokens && (tokens.replaceAt === null || tokens.replaceAt > now())) return tokens.access;
			return tokenOnce(signal);
		},
		async csrf(signal) {
			return csrf ?? csrfOnce(signal);
		},
		dropToken(token) {
			if (credentials.kind !== 'password') return false;
			// Somebody else may have replaced it since: theirs must not be thrown away.
			if (tokens?.access === token) tokens = null;
			return true;
		},
		dropCsrf(used) {
			if (csrf === used) csrf = null;
		},
		accountHint: accountOf(credentials)
	};
	return session;
}

/** Superset's answers to a token that it does not take: 401, or 422 `{"msg": …}` of Flask-JWT-Extended. */
export function isTokenRefused(answer: Answer): boolean {
	if (answer.status === 401) return true;
	return answer.status === 422 && /^\s*\{\s*"msg"\s*:/.test(new TextDecoder().decode(answer.body.subarray(0, 64)));
}

/** Superset's answers to a write whose CSRF token or session cookie it does not take; see superset `views/base_api.py`. */
export function isCsrfRefused(answer: Answer): boolean {
	if (answer.status === 302) return /\/login\/?(?:\?|$)/.test(String(answer.headers['location'] ?? ''));
	return answer.status === 400 && /CSRF/.test(new TextDecoder().decode(answer.body.subarray(0, 4096)));
}

function cookiesOf(answer: Answer): string {
	const lines = [answer.headers['set-cookie'] ?? []].flat();
	return lines.map((line) => line.split(';', 1)[0]).join('; ');
}

function accountOf(credentials: EnvironmentCredentials): string {
	if (credentials.kind === 'password') return credentials.username;
	if (credentials.kind === 'api_key') return 'owner of the API key';
	const { sub } = claimsOf(credentials.token);
	return typeof sub === 'string' || typeof sub === 'number' ? `user ${sub}` : 'owner of the token';
}
