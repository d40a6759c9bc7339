import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { backendFailed, json, Refusal } from './answer.ts';
import { ACCOUNTS, type Account } from './people.ts';
import type { Request } from './request.ts';
import type { SupersetVersion } from './state.ts';

interface SessionOptions {
	readonly version: SupersetVersion;
	readonly now: () => number;
	/** How long an access token lives; 15 minutes in Superset. */
	readonly tokenLifeMs: number;
	/** API keys (`sst_…`) and whose they are. */
	readonly apiKeys: { readonly [key: string]: string };
}

const jwtRefusal = (status: 401 | 422, msg: string): Refusal => new Refusal(json({ msg }, status));
const encode = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');

/** Sign-in, CSRF and who asks, as Flask-JWT-Extended and Flask-WTF do it. */
export class Sessions {
	private readonly options: SessionOptions;
	private readonly secret = randomBytes(32);

	constructor(options: SessionOptions) {
		this.options = options;
	}

	private sign(text: string): string {
		return createHmac('sha256', this.secret).update(text).digest('base64url');
	}

	token(who: Account, type: 'access' | 'refresh'): string {
		const iat = Math.floor(this.options.now() / 1000);
		const life = type === 'access' ? this.options.tokenLifeMs : 30 * 24 * 3600_000;
		const head = `${encode({ alg: 'HS256', typ: 'JWT' })}.${encode({ sub: String(who.id), type, iat, exp: iat + life / 1000 })}`;
		return `${head}.${this.sign(head)}`;
	}

	/** Who the bearer token names. @throws Refusal as recorded */
	bearer(request: Request, type: 'access' | 'refresh' = 'access'): Account {
		const header = request.headers.authorization;
		if (header === undefined) throw jwtRefusal(401, 'Missing Authorization Header');
		const token = /^Bearer\s+(\S+)$/.exec(header)?.[1];
		if (token === undefined)
			throw jwtRefusal(401, "Missing 'Bearer' type in 'Authorization' header. Expected 'Authorization: Bearer <JWT>'");
		const owner = this.options.apiKeys[token];
		if (owner !== undefined) return ACCOUNTS.find((one) => one.username === owner) as Account;
		return this.readToken(token, type);
	}

	private readToken(token: string, type: 'access' | 'refresh'): Account {
		const [head, payload, mac] = token.split('.');
		if (head === undefined || payload === undefined || mac === undefined) throw jwtRefusal(422, 'Not enough segments');
		let claims: { sub?: string; type?: string; exp?: number };
		try {
			JSON.parse(Buffer.from(head, 'base64url').toString('utf8'));
			claims = JSON.parse(Buffer.from(payload, 'base64url').toString('utf8')) as typeof claims;
		} catch {
			throw jwtRefusal(422, 'Invalid header padding');
		}
		const [given, right] = [Buffer.from(mac), Buffer.from(this.sign(`${head}.${payload}`))];
		if (given.length !== right.length || !timingSafeEqual(given, right))
			throw jwtRefusal(422, 'Signature verification failed');
		if ((claims.exp ?? 0) * 1000 <= this.options.now()) throw jwtRefusal(401, 'Token has expired');
		if (claims.type !== type) {
			throw jwtRefusal(
				422,
				type === 'access' ? 'Only non-refresh tokens are allowed' : 'Only refresh tokens are allowed'
			);
		}
		return ACCOUNTS.find((one) => String(one.id) === claims.sub) as Account;
	}

	/** A CSRF token and the session cookie that must come with it. */
	csrf(): { token: string; cookie: string } {
		const seed = randomBytes(20).toString('hex');
		const session = `${encode({ csrf_token: seed })}.${this.sign(seed)}`;
		return {
			token: `${encode({ seed })}.${this.sign(`csrf ${seed}`)}`,
			cookie: `session=${session}; HttpOnly; Path=/; SameSite=Lax`
		};
	}

	/** Every write needs the token and its session cookie, a JWT or an API key alone is not enough. @throws Refusal */
	requireCsrf(request: Request): void {
		const given = request.headers['x-csrftoken'];
		const reason = this.csrfProblem(typeof given === 'string' ? given : undefined, request.cookie('session'));
		if (reason === undefined) return;
		if (/^application\/json/.test(request.contentType)) throw backendFailed(`400 Bad Request: ${reason}`, 400);
		const location = this.options.version === '4.1.4' ? '/login/' : `/login/?next=${encodeURIComponent(request.path)}`;
		throw new Refusal({
			status: 302,
			headers: { location, 'content-type': 'text/html; charset=utf-8' },
			body: Buffer.from(
				`<!doctype html>\n<html lang=en>\n<title>Redirecting...</title>\n<h1>Redirecting...</h1>\n<p>You should be redirected automatically to the target URL: <a href="${location}">${location}</a>. If not, click the link.\n`
			)
		});
	}

	private csrfProblem(token: string | undefined, session: string | undefined): string | undefined {
		if (token === undefined) return 'The CSRF token is missing.';
		const [body, mac] = (session ?? '').split('.');
		let seed: string | undefined;
		try {
			seed = (JSON.parse(Buffer.from(body ?? '', 'base64url').toString('utf8')) as { csrf_token?: string }).csrf_token;
		} catch {
			seed = undefined;
		}
		if (seed === undefined || this.sign(seed) !== mac) return 'The CSRF session token is missing.';
		if (token.split('.')[1] !== this.sign(`csrf ${seed}`)) return 'The CSRF token is invalid.';
		return undefined;
	}
}
