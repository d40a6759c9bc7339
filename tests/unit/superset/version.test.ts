import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { versionIn } from '#lib/server/superset/version.ts';

const page = (version: string): string => {
	const file = `specs/examples/superset-http/${version}/login-page.json`;
	return (JSON.parse(readFileSync(file, 'utf8')) as { response: { body: string } }).response.body;
};
const bootstrap = (version: string) =>
	JSON.stringify({ common: { menu_data: { navbar_right: { version_string: version } } } });

test.each(['4.1.4', '6.1.0'])('SUP-20 the sign-in page of %s tells it', (version) => {
	expect(versionIn(page(version))).toBe(version);
});

test.each([
	[`<div data-bootstrap='${bootstrap('v6.0.0rc2')}'>`, '6.0.0rc2'],
	[`<div data-bootstrap="${bootstrap('4.1.4+corp.7').replaceAll('"', '&quot;')}">`, '4.1.4'],
	[`<script>window.x = {"version_string": "5.0.0"}</script>`, '5.0.0'],
	[`<div data-bootstrap="{broken">… &#34;version_string&#34;: &#34;6.1.0&#34;`, '6.1.0'],
	[`<div data-bootstrap='${bootstrap('our own build')}'>`, undefined],
	['<html><title>Sign in</title></html>', undefined],
	['', undefined]
])('SUP-20 %s', (html, version) => {
	expect(versionIn(html)).toBe(version);
});
