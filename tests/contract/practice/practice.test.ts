import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { startPracticeSuperset } from '#tests/support/practice-superset/server.ts';
import { runScript } from './script.ts';

/** Running Supersets; what they hold does not matter, what the script makes is taken away again. */
const Supersets = z.array(z.object({ version: z.enum(['6.1.0', '4.1.4']), url: z.url() })).min(1);
const text = process.env['DASHBRANCH_TEST_SUPERSETS'];
if (!text) {
	throw new Error(
		'Set DASHBRANCH_TEST_SUPERSETS to [{"version":"6.1.0","url":"http://127.0.0.1:8088"}], or run npm run test:superset.'
	);
}

describe.each(Supersets.parse(JSON.parse(text)))('Superset $version', ({ version, url }) => {
	test('PRAC-40 the practice Superset answers and changes like the real one', async () => {
		const practice = await startPracticeSuperset({ version, firstId: 500 });
		try {
			const real = await runScript(url, version);
			const ours = await runScript(practice.url, version);
			expect(ours.map(({ step }) => step)).toEqual(real.map(({ step }) => step));
			for (const [at, outcome] of ours.entries()) expect.soft(outcome, `step “${outcome.step}”`).toEqual(real[at]);
		} finally {
			await practice.close();
		}
	});
});
