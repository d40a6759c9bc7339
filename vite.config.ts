import { sveltekit } from '@sveltejs/kit/vite';
import tailwindcss from '@tailwindcss/vite';
import { defineConfig } from 'vite';

export default defineConfig({
	plugins: [tailwindcss(), sveltekit()],
	build: {
		rolldownOptions: {
			// A schema that nothing reads goes away: else a page that needs one constant of the domain loads all of zod (23 KB).
			treeshake: { manualPureFunctions: ['z'] }
		}
	}
});
