import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, posix } from 'node:path';
import { expect, test } from 'vitest';

interface Layer {
	readonly folder: string;
	/** What it may import besides itself: paths from the root of the project, or names of packages. */
	readonly may: readonly RegExp[];
	/** Each folder inside it is an island: it may not import its neighbours. */
	readonly islands?: boolean;
}

const DOMAIN = /^src\/lib\/domain\//;
const UI = /^src\/lib\/ui\//;
const NODE = /^node:/;
const SVELTE = [/^svelte($|\/)/, /^\$app\//];

/** The first layer whose folder a file is in counts. The reasons: specs/decisions/001-layers.md. */
const LAYERS: readonly Layer[] = [
	{ folder: 'src/lib/domain/', may: [/^zod$/] },

	{ folder: 'src/lib/server/git/', may: [DOMAIN, NODE, /^simple-git$/] },
	{ folder: 'src/lib/server/superset/', may: [DOMAIN, NODE, /^(jszip|yaml|zod|undici|ipaddr\.js)$/] },
	{ folder: 'src/lib/server/forge/', may: [DOMAIN, NODE, /^(zod|undici|ipaddr\.js)$/] },
	{ folder: 'src/lib/server/db/', may: [DOMAIN, NODE, /^migrations\//, /^(better-sqlite3|kysely|zod)$/] },
	{ folder: 'src/lib/server/secrets/', may: [DOMAIN, NODE, /^zod$/] },
	{
		folder: 'src/lib/server/auth/',
		may: [DOMAIN, NODE, /^(better-auth|@better-auth\/|better-call)/, /^(kysely|zod)$/]
	},

	// The only server code that knows SvelteKit.
	{
		folder: 'src/lib/server/web/',
		may: [
			DOMAIN,
			NODE,
			/^src\/lib\/server\/(operations\/|app\.ts$|config\.ts$|log\.ts$)/,
			/^(@sveltejs\/kit|zod)$/,
			/^\$app\//
		]
	},
	// Operations, jobs and what ties an app together: everything of the server but its driver.
	{ folder: 'src/lib/server/', may: [DOMAIN, NODE, /^src\/lib\/server\/(?!web\/)/, /^(zod|kysely|pino|diff)$/] },

	{
		folder: 'src/lib/ui/',
		may: [
			...SVELTE,
			/^(bits-ui|clsx|mode-watcher|svelte-sonner|tailwind-merge|tailwind-variants)$/,
			/^@lucide\/svelte\/icons\//,
			/^@internationalized\/date$/
		]
	},
	{
		folder: 'src/lib/features/',
		// @sveltejs/kit: the type of what a form does with its answer.
		// features/asset: how an asset is drawn and called, on every page that lists some; features/layout-diff and
		// text-diff: how two sides are drawn, on every page that compares some.
		// virtua: lists of which only what is on the screen is in the page.
		// @codemirror, @lezer: the editor of a text, fetched when somebody edits.
		may: [
			DOMAIN,
			UI,
			/^src\/lib\/features\/(asset|layout-diff|text-diff)\//,
			...SVELTE,
			/^(@sveltejs\/kit|virtua\/svelte)$/,
			/^(@codemirror\/|@lezer\/highlight$)/,
			/^@lucide\/svelte\/icons\//
		],
		islands: true
	},
	{
		folder: 'src/routes/',
		may: [
			DOMAIN,
			UI,
			/^src\/lib\/features\//,
			/^src\/lib\/server\/(operations|web)\//,
			/^src\/app\.css$/,
			...SVELTE,
			/^(@sveltejs\/kit|zod)$/,
			/^@lucide\/svelte\/icons\//,
			/^@fontsource/
		]
	},
	{ folder: 'src/params/', may: [DOMAIN, /^@sveltejs\/kit$/] },
	// The demo is the one program that starts practice servers.
	{
		folder: 'src/cli/demo',
		may: [DOMAIN, NODE, /^src\/(cli|lib\/server)\//, /^tests\/support\//, /^(commander|zod)$/]
	},
	{
		folder: 'src/cli/',
		may: [
			DOMAIN,
			NODE,
			/^src\/lib\/server\/(operations\/|superset\/bundle\/|app\.ts$|config\.ts$)/,
			/^(commander|zod)$/
		]
	},
	// hooks.server.ts, app.d.ts: where the app is made and handed to requests.
	{
		folder: 'src/',
		may: [DOMAIN, NODE, /^src\/lib\/server\/(web\/|app\.ts$|config\.ts$|log\.ts$)/, /^@sveltejs\/kit/, /^\$app\//]
	}
];

const IMPORT = /(?:^|[\s;}])(?:import|export)\s(?:[^'"`;]*?\sfrom\s)?['"]([^'"]+)['"]|\bimport\(\s*['"]([^'"]+)['"]/g;

const sources = readdirSync('src', { recursive: true, encoding: 'utf8' })
	.map((path) => posix.join('src', path.replaceAll('\\', '/')))
	.filter((path) => /\.(ts|js|svelte)$/.test(path));

test('CODE-1 the source of the app is where this test looks for it', () => {
	expect(sources.length).toBeGreaterThan(10);
});

for (const file of sources) {
	test(`CODE-1 ${file} imports only what its layer may`, () => {
		const layer = LAYERS.find(({ folder }) => file.startsWith(folder));
		expect(layer, `${file} belongs to no layer`).toBeDefined();
		const forbidden = importsOf(file).filter((specifier) => layer !== undefined && !mayImport(layer, file, specifier));
		expect(forbidden.map((specifier) => `${file} must not import ${specifier}`)).toEqual([]);
	});
}

test('CODE-1 only git/exec.ts loads the library that starts git', () => {
	const git = sources.filter((file) => importsOf(file).includes('simple-git'));
	expect(git.filter((file) => file !== 'src/lib/server/git/exec.ts')).toEqual([]);
});

function mayImport(layer: Layer, file: string, specifier: string): boolean {
	const target = locate(specifier, file);
	const own = layer.islands === true ? islandOf(file, layer.folder) : layer.folder;
	return target.startsWith(own) || layer.may.some((pattern) => pattern.test(target));
}

/** `src/lib/features/jobs/JobProgress.svelte` → `src/lib/features/jobs/` */
const islandOf = (file: string, folder: string) => folder + file.slice(folder.length).split('/')[0] + '/';

function importsOf(file: string): string[] {
	return [...readFileSync(file, 'utf8').matchAll(IMPORT)].map(([, named, dynamic]) => named ?? dynamic ?? '');
}

/** An import as a path from the root of the project; the name of a package stays as it is. */
function locate(specifier: string, from: string): string {
	if (specifier.startsWith('.')) return join(dirname(from), specifier).replaceAll('\\', '/');
	if (specifier === '#migrations') return 'migrations/index.ts';
	return specifier.replace(/^(#|\$)lib\//, 'src/lib/').replace(/^#tests\//, 'tests/');
}
