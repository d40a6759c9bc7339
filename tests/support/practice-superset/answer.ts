import type { Json, JsonObject } from './json.ts';

/** One HTTP answer. A `Uint8Array` or text goes out as it is, all else as JSON. */
export interface Answer {
	readonly status: number;
	readonly headers?: { readonly [name: string]: string };
	readonly body: Json | Uint8Array;
}

/** An answer that is no success; thrown, so that a transaction around it is undone. */
export class Refusal extends Error {
	readonly answer: Answer;
	/** Superset shows its HTML error page instead when the `Accept` header allows HTML. */
	readonly pageForBrowsers: boolean;
	constructor(answer: Answer, pageForBrowsers = false) {
		super(`answer ${answer.status}`);
		this.answer = answer;
		this.pageForBrowsers = pageForBrowsers;
	}
}

export const json = (body: Json, status = 200): Answer => ({ status, body });
export const refuse = (status: number, message: Json): Refusal => new Refusal(json({ message }, status));
export const notFound = (): Refusal => refuse(404, 'Not found');
/** An answer of Flask itself to a path that no route has. */
export const noRoute = (): Refusal =>
	backendFailed(
		'404 Not Found: The requested URL was not found on the server. If you entered the URL manually please check your spelling and try again.',
		404
	);
export const forbidden = (): Refusal => refuse(403, 'Forbidden');

export const wrongMethod = (): Refusal =>
	backendFailed('405 Method Not Allowed: The method is not allowed for the requested URL.', 405);

const COMMAND = { code: 1010, message: 'Issue 1010 - Superset encountered an error while running a command.' };
const BACKEND = { code: 1011, message: 'Issue 1011 - Superset encountered an unexpected error.' };
const PAYLOAD = { code: 1019, message: 'Issue 1019 - The submitted payload has the incorrect format.' };

const errors = (message: string, error_type: string, level: string, extra: JsonObject): Json => ({
	errors: [{ message, error_type, level, extra }]
});

/** What Superset makes of a `CommandException` (views/error_handling.py). `extra` names files and fields. */
export const commandFailed = (status: 400 | 422 | 500, message: string, extra: JsonObject = {}): Refusal =>
	new Refusal(
		json(
			errors(message, 'GENERIC_COMMAND_ERROR', status < 500 ? 'warning' : 'error', {
				...extra,
				issue_codes: [{ ...COMMAND }]
			}),
			status
		),
		true
	);

/** What Superset makes of an exception that nobody caught. */
export const backendFailed = (message: string, status = 500): Refusal =>
	new Refusal(
		json(errors(message, 'GENERIC_BACKEND_ERROR', 'error', { issue_codes: [{ ...BACKEND }] }), status),
		status === 500
	);

export const wrongPayload = (): Refusal =>
	new Refusal(
		json(
			errors("Request MIME type is not 'multipart/form-data'", 'INVALID_PAYLOAD_FORMAT_ERROR', 'error', {
				issue_codes: [{ ...PAYLOAD }]
			}),
			400
		)
	);

/** What the dataset API says about a body that its schema refuses. */
export const unreadablePayload = (messages: JsonObject, payload: JsonObject): Refusal =>
	new Refusal(
		json(
			errors('The schema of the submitted payload is invalid.', 'MARSHMALLOW_ERROR', 'error', {
				messages,
				payload,
				issue_codes: [{ code: 1040, message: 'Issue 1040 - The submitted payload failed validation.' }]
			}),
			422
		)
	);

export const ERROR_PAGE =
	'<!doctype html><html lang="en"><head><title>500: Internal server error | Superset</title></head><body><h1>500</h1></body></html>';

/** Werkzeug's `'text/html' in request.accept_mimetypes`. */
export function acceptsHtml(accept: string | undefined): boolean {
	return (accept ?? '').split(',').some((part) => {
		const type = part.split(';')[0]?.trim() ?? '';
		return type === '*/*' || type === 'text/*' || type === 'text/html';
	});
}
