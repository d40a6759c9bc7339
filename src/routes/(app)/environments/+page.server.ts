import { listEnvironments } from '#lib/server/operations/environment/list.ts';
import { testEnvironment } from '#lib/server/operations/environment/test.ts';
import { execute } from '#lib/server/operations/operation.ts';
import { contextOf } from '#lib/server/web/context.ts';
import { failed, raise } from '#lib/server/web/errors.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => ({
	environments: await execute(listEnvironments, contextOf(event), {}).catch(raise)
});

export const actions = {
	check: async (event) => {
		try {
			const environments = await execute(listEnvironments, contextOf(event), {});
			await Promise.all(environments.map(({ name }) => execute(testEnvironment, contextOf(event), { name })));
		} catch (cause) {
			return failed(cause, {});
		}
	}
} satisfies Actions;
