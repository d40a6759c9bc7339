import type { Http } from './http.ts';
import type { CallOptions } from './options.ts';

/** What one wants to know of an environment before using it. */
export interface Description {
	/** `6.1.0`, or `unknown` where Superset hides it. */
	readonly version: string;
	/** The account's user name, as far as Superset tells it. */
	readonly account: string;
	/** Time of one small request. */
	readonly latencyMs: number;
	/** What the account may not do that Dashbranch needs: `cannot export dashboards`. Empty when all is well. */
	readonly missing: readonly string[];
}

export async function describe(http: Http, options: CallOptions): Promise<Description> {
	const answer = await http.get({
		method: 'GET',
		path: '/api/v1/dashboard/_info?q=(keys:!(permissions))',
		kind: 'read',
		doing: 'tell what the account may do',
		...options
	});
	return { version: 'unknown', account: http.session.accountHint, latencyMs: answer.ms, missing: [] };
}
