/** Markup that is already safe. */
export class Html {
	readonly text: string;
	constructor(text: string) {
		this.text = text;
	}
}

const SIGNS: { readonly [sign: string]: string } = {
	'&': '&amp;',
	'<': '&lt;',
	'>': '&gt;',
	'"': '&quot;',
	"'": '&#39;'
};
export const escapeHtml = (text: string): string => text.replace(/[&<>"']/g, (sign) => SIGNS[sign] ?? sign);

type Part = string | number | Html | readonly Html[];
const shown = (part: Part): string =>
	part instanceof Html
		? part.text
		: Array.isArray(part)
			? part.map((one: Html) => one.text).join('')
			: escapeHtml(String(part));

/** A template that escapes all that is no `Html`. */
export const html = (texts: TemplateStringsArray, ...parts: readonly Part[]): Html =>
	new Html(texts.map((text, at) => text + (at < parts.length ? shown(parts[at] ?? '') : '')).join(''));

/** One whole page, without scripts. */
export const page = (title: string, name: string, body: Html): Uint8Array =>
	Buffer.from(
		html`<!doctype html>
			<html lang="en">
				<head>
					<meta charset="utf-8" />
					<meta name="viewport" content="width=device-width, initial-scale=1" />
					<title>${title} · Practice Superset (practice data)</title>
					<style>
						${new Html(STYLE)}
					</style>
				</head>
				<body>
					<header class="bar">
						<a class="brand" href="/">Practice Superset · ${name}</a
						><span>Practice data. What you change here is what Dashbranch captures.</span>
					</header>
					<main>${body}</main>
				</body>
			</html> `.text
	);

const STYLE = `
:root { color-scheme: light dark; --ground: #f5f6f8; --card: #fff; --line: #dfe3ea; --text: #1f2633; --soft: #5b6577; --accent: #1a6f8a; --mark: #1fa8c9; --mark2: #5ac189; --mark3: #fcc700; }
@media (prefers-color-scheme: dark) { :root { --ground: #14181f; --card: #1c222c; --line: #303847; --text: #e8ecf3; --soft: #a4aec0; --accent: #6cc5df; --mark: #2fb4d4; --mark2: #56b982; --mark3: #e0b93a; } }
* { box-sizing: border-box; }
body { margin: 0; background: var(--ground); color: var(--text); font: 15px/1.45 system-ui, sans-serif; }
a { color: var(--accent); }
.bar { display: flex; flex-wrap: wrap; gap: 4px 16px; align-items: baseline; padding: 10px 24px; background: var(--card); border-bottom: 1px solid var(--line); color: var(--soft); font-size: 13px; }
.brand { font-weight: 700; font-size: 15px; text-decoration: none; }
main { max-width: 1280px; margin: 0 auto; padding: 20px 24px 48px; }
h1 { font-size: 24px; margin: 0; } h2 { font-size: 15px; margin: 0; } h2.tab { font-size: 13px; margin: 20px 0 6px; color: var(--soft); font-weight: 600; } h3 { font-size: 15px; margin: 0; } .card p { margin: 0; }
.head { display: flex; flex-wrap: wrap; gap: 12px; align-items: center; justify-content: space-between; margin-bottom: 16px; }
.filters { display: flex; flex-wrap: wrap; gap: 8px; margin: 0 0 8px; padding: 0; list-style: none; }
.filters li { padding: 3px 10px; border: 1px solid var(--line); border-radius: 999px; background: var(--card); font-size: 13px; }
.row { display: grid; grid-template-columns: repeat(12, minmax(0, 1fr)); gap: 12px; margin-bottom: 12px; }
.card { background: var(--card); border: 1px solid var(--line); border-radius: 8px; padding: 12px; min-width: 0; display: flex; flex-direction: column; gap: 8px; }
.card svg { width: 100%; height: 130px; } .kind { color: var(--soft); font-size: 12px; margin: 0; }
form { display: flex; flex-wrap: wrap; gap: 6px; align-items: center; margin: 0; }
label { font-size: 13px; color: var(--soft); display: grid; gap: 2px; }
input, select, button { font: inherit; color: inherit; background: var(--ground); border: 1px solid var(--line); border-radius: 6px; padding: 4px 8px; }
button { cursor: pointer; } button:hover, button:focus-visible { border-color: var(--accent); }
button.main { background: var(--accent); border-color: var(--accent); color: var(--card); }
.tools { border-top: 1px solid var(--line); padding-top: 8px; margin-top: auto; }
.tools button { min-width: 30px; padding: 2px 6px; }
.list { list-style: none; padding: 0; display: grid; gap: 8px; grid-template-columns: repeat(auto-fill, minmax(280px, 1fr)); }
@media (max-width: 760px) { .row { grid-template-columns: 1fr; } .row > * { grid-column: 1 / -1 !important; } }
`;
