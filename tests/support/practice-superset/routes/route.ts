import type { Answer } from '../answer.ts';
import type { Account } from '../people.ts';
import type { Request } from '../request.ts';
import type { Sessions } from '../session.ts';
import type { State } from '../state.ts';

export interface Practice {
	readonly state: State;
	readonly sessions: Sessions;
	/** What the edit pages call this Superset. */
	readonly name: string;
}

export interface Call extends Practice {
	readonly request: Request;
	/** What the route's pattern captured, decoded. */
	readonly parts: readonly string[];
}

/** One method and path. Writes need a CSRF token unless `open`. */
export interface Route {
	readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
	readonly path: RegExp;
	/** Whether it is for everybody: no CSRF token, no sign-in. */
	readonly open?: boolean;
	readonly run: (call: Call) => Answer | Promise<Answer>;
}

/** A route for people who signed in; CSRF comes before it, as in Superset. */
export const signedIn =
	(run: (call: Call, who: Account) => Answer | Promise<Answer>): Route['run'] =>
	(call) =>
		run(call, call.sessions.bearer(call.request));
