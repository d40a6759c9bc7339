import { jsonIfAny, textOf } from './answers.ts';
import type { Http } from './http.ts';
import type { CallOptions } from './options.ts';

/**
 * Superset's version. No API tells it; the sign-in page has it for its own menu, to everybody (seen on 4.1.4, 6.0.0 and
 * 6.1.0). Where people sign in elsewhere that page redirects; then `unknown`.
 */
export async function findVersion(http: Http, { signal }: CallOptions): Promise<string> {
	const sent = await http.transport.send({
		method: 'GET',
		path: '/login/',
		kind: 'sign-in',
		// Anonymous, and as a browser: this is a page, not the API.
		headers: { accept: 'text/html' },
		signal
	});
	if (sent.kind === 'failed') throw sent.error;
	return (
		versionIn(textOf(sent.answer, sent.answer.body.byteLength)) ?? versionInJson(jsonIfAny(sent.answer)) ?? 'unknown'
	);
}

const ENTITIES: Record<string, string> = {
	'&quot;': '"',
	'&#34;': '"',
	'&#x22;': '"',
	'&amp;': '&',
	'&#39;': "'",
	'&lt;': '<',
	'&gt;': '>'
};

/** The version in a page of Superset: in `data-bootstrap`, else wherever a `version_string` stands. */
export function versionIn(page: string): string | undefined {
	const bootstrap = /\bdata-bootstrap=(?:"([^"]*)"|'([^']*)')/.exec(page);
	const plain = (text: string) =>
		text.replace(/&(?:quot|amp|lt|gt|#34|#39|#x22);/g, (entity) => ENTITIES[entity] ?? entity);
	if (bootstrap) {
		try {
			const found = versionInJson(JSON.parse(plain(bootstrap[1] ?? bootstrap[2] ?? '')));
			if (found) return found;
		} catch {
			// A page of another make; the search below does not need its structure.
		}
	}
	return cleaned(/"version_string"\s*:\s*"([^"]{0,60})"/.exec(plain(page))?.[1]);
}

function versionInJson(data: unknown): string | undefined {
	type Bootstrap = { common?: { menu_data?: { navbar_right?: { version_string?: unknown } } } };
	return cleaned((data as Bootstrap | null | undefined)?.common?.menu_data?.navbar_right?.version_string);
}

/** `6.1.0` out of `v6.1.0`, `6.1.0rc1`, `6.1.0+build.7`; `undefined` when there is no version in it. */
function cleaned(text: unknown): string | undefined {
	return typeof text === 'string' ? /^\s*v?(\d+\.\d+(?:\.\d+)?(?:\.?(?:rc|dev|a|b)\d*)?)/.exec(text)?.[1] : undefined;
}
