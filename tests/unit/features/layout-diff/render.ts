import { svelte } from '@sveltejs/vite-plugin-svelte';
import type * as Svelte from 'svelte';
import type { Component, Snippet } from 'svelte';
import type * as SvelteServer from 'svelte/server';
import { createServer, type ViteDevServer } from 'vite';

const FOLDER = '/src/lib/features/layout-diff/';

/** Components of the layout diff as a server writes them: without a browser, without an app around them. */
export interface Renderer {
	readonly html: (component: string, props: Record<string, unknown>) => string;
	/** A snippet that writes this text. */
	readonly snippet: (html: (value: never) => string) => Snippet<[never]>;
	readonly close: () => Promise<void>;
}

export async function renderer(...components: string[]): Promise<Renderer> {
	const server = await createServer({
		configFile: false,
		logLevel: 'error',
		appType: 'custom',
		server: { middlewareMode: true, hmr: false, ws: false, watch: null },
		optimizeDeps: { noDiscovery: true },
		ssr: { noExternal: true, external: ['clsx'] },
		plugins: [svelte({ configFile: false, compilerOptions: { runes: true } })]
	});
	const { render } = await load<typeof SvelteServer>(server, 'svelte/server');
	const { createRawSnippet } = await load<typeof Svelte>(server, 'svelte');
	const loaded = new Map<string, Component>();
	for (const name of components)
		loaded.set(name, (await load<{ default: Component }>(server, `${FOLDER}${name}.svelte`)).default);
	return {
		html: (name, props) => render(loaded.get(name)!, { props }).body.replaceAll(/<!--.*?-->/g, ''),
		snippet: (html) => createRawSnippet((value) => ({ render: () => html(value()) })),
		close: () => server.close()
	};
}

const load = async <Module>(server: ViteDevServer, path: string): Promise<Module> =>
	(await server.ssrLoadModule(path)) as Module;

/** The attributes of all boxes, in their order. */
export const boxesIn = (html: string): { tag: string; href: string | undefined; label: string; tabindex: string }[] =>
	[...html.matchAll(/<(a|button)([^>]*\bdata-at="[^>]*)>/g)].map(([, tag = '', attributes = '']) => ({
		tag,
		href: /\bhref="([^"]*)"/.exec(attributes)?.[1],
		label: /\baria-label="([^"]*)"/.exec(attributes)?.[1] ?? '',
		tabindex: /\btabindex="([^"]*)"/.exec(attributes)?.[1] ?? ''
	}));
