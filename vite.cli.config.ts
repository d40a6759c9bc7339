import { chmodSync, existsSync, readFileSync } from 'node:fs';
import { defineConfig } from 'vite';

/** Programs that run under plain Node beside the app: `build/cli/<name>.js` from the file that it starts with. */
const PROGRAMS = {
	dashbranch: 'src/cli/main.ts',
	demo: 'src/cli/demo.ts',
	practice: 'tests/support/practice-superset/main.ts',
	bench: 'bench/main.ts'
};

const { dependencies } = JSON.parse(readFileSync('package.json', 'utf8')) as { dependencies: Record<string, string> };

/** `npm link` puts it on PATH, and a build must not make it a file that nobody can start. */
const executable = { name: 'executable', writeBundle: () => chmodSync('build/cli/dashbranch.js', 0o755) };

export default defineConfig({
	plugins: [executable],
	build: {
		ssr: true,
		outDir: 'build/cli',
		target: 'node20',
		copyPublicDir: false,
		rollupOptions: {
			input: Object.fromEntries(Object.entries(PROGRAMS).filter(([, file]) => existsSync(file))),
			output: { entryFileNames: '[name].js', chunkFileNames: 'chunks/[name]-[hash].js' }
		}
	},
	// Only `dependencies` are there at run time; whatever else is imported goes into the bundle.
	ssr: { external: Object.keys(dependencies), noExternal: true }
});
