import { expect, test } from '#tests/support/e2e/test.ts';

test('SCRIPT-6 the built app runs and says that it is healthy', async ({ request }) => {
	const answer = await request.get('/healthz');
	expect(answer.status()).toBe(200);
});
