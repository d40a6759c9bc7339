import { defineConfig } from 'vitest/config';

/**
 * Tests of code without a page: plain Node, no SvelteKit, real git and SQLite in folders of their own.
 *
 * The limits only end a test that hangs. They are long, since no test is to fail on a machine that is slow or busy.
 */
export default defineConfig({
	test: {
		projects: [
			{ test: { name: 'unit', include: ['tests/unit/**/*.test.ts'], environment: 'node', testTimeout: 120_000 } },
			{
				test: {
					name: 'integration',
					include: ['tests/integration/**/*.test.ts'],
					environment: 'node',
					testTimeout: 120_000,
					hookTimeout: 120_000,
					expect: { poll: { timeout: 60_000 } }
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
