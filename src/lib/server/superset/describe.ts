import { jsonIfAny } from './answers.ts';
import { askedOf, type Call, type Http } from './http.ts';
import type { CallOptions } from './options.ts';
import { failureOf } from './reasons.ts';
import type { RemoteKind } from './remote.ts';
import { findVersion } from './version.ts';

/** What one wants to know of an environment before using it. */
export interface Description {
	/** `6.1.0`, or `unknown` where Superset hides it. */
	readonly version: string;
	/** The account's user name, as far as Superset tells it. */
	readonly account: string;
	/** Time of one small request, signed in, over an open connection. */
	readonly latencyMs: number;
	/** What the account may not do that Dashbranch needs: `cannot export dashboards`. Empty when all is well. */
	readonly missing: readonly string[];
}

/** What Dashbranch does with each kind; databases are only looked up. */
const NEEDS: Record<RemoteKind, readonly ('read' | 'write' | 'export')[]> = {
	dashboard: ['read', 'write', 'export'],
	chart: ['read', 'write', 'export'],
	dataset: ['read', 'write', 'export'],
	database: ['read']
};

/** @throws {SupersetRefused} when the account is not let in; what it may not do is an answer, not an error. */
export async function describe(http: Http, options: CallOptions): Promise<Description> {
	const missing: string[] = [];
	for (const kind of Object.keys(NEEDS) as RemoteKind[]) missing.push(...(await missingOf(http, kind, options)));
	const { account, roles, ms } = await findAccount(http, options);
	// Superset lets owners and Admins overwrite (`security_manager.is_admin`); the role's name is its default.
	if (roles && !roles.includes('Admin')) missing.push('cannot overwrite what it does not own: it is no Admin');
	return { version: await findVersion(http, options), account, latencyMs: Math.round(ms), missing };
}

async function missingOf(http: Http, kind: RemoteKind, { signal }: CallOptions): Promise<string[]> {
	const call: Call = {
		method: 'GET',
		// Without `keys` the database's `_info` is a 500, on 4.1 as on 6.1.
		path: `/api/v1/${kind}/_info?q=(keys:!(permissions))`,
		kind: 'read',
		doing: `tell what the account may do with ${kind}s`,
		signal
	};
	const answer = await http.ask(call);
	const none = answer.status === 403;
	if (!none && answer.status !== 200) throw failureOf(answer, askedOf(call, http.transport));
	const { permissions } = (none ? {} : jsonIfAny(answer)) as { permissions?: unknown };
	const has = new Set(Array.isArray(permissions) ? permissions : []);
	return NEEDS[kind].filter((need) => !has.has(`can_${need}`)).map((need) => `cannot ${need} ${kind}s`);
}

interface Account {
	readonly account: string;
	/** `null` when Superset does not tell: before 6 it answers 401 here to every token. */
	readonly roles: readonly string[] | null;
	readonly ms: number;
}

async function findAccount(http: Http, options: CallOptions): Promise<Account> {
	const me = await askOnce(http, '/api/v1/me/', options);
	const roles = me.status === 200 ? await askOnce(http, '/api/v1/me/roles/', options) : null;
	const { username } = ((jsonIfAny(me) ?? {}) as { result?: { username?: unknown } }).result ?? {};
	const told = ((roles && (jsonIfAny(roles) as { result?: { roles?: unknown } } | undefined)) ?? {}).result?.roles;
	return {
		account: typeof username === 'string' ? username : http.session.accountHint,
		roles: typeof told === 'object' && told !== null ? Object.keys(told) : null,
		ms: me.ms
	};
}

/** Without signing in again on a 401, since it says nothing about the token here. */
async function askOnce(http: Http, path: string, { signal }: CallOptions) {
	const authorization = `Bearer ${await http.session.token(signal)}`;
	const sent = await http.transport.send({ method: 'GET', path, kind: 'read', headers: { authorization }, signal });
	if (sent.kind === 'failed') throw sent.error;
	return sent.answer;
}
