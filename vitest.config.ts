import { defineConfig } from 'vitest/config';

/** Tests of code without a page: plain Node, no SvelteKit, real git and SQLite in folders of their own. */
export default defineConfig({
	test: {
		projects: [
			{ test: { name: 'unit', include: ['tests/unit/**/*.test.ts'], environment: 'node' } },
			{
				test: {
					name: 'integration',
					include: ['tests/integration/**/*.test.ts'],
					environment: 'node',
					testTimeout: 30_000,
					hookTimeout: 30_000
				}
			},
			{
				test: {
					name: 'superset',
					include: ['tests/contract/**/*.test.ts'],
					environment: 'node',
					testTimeout: 300_000,
					hookTimeout: 600_000,
					fileParallelism: false
				}
			}
		]
	}
});
