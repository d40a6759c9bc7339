import { redirect } from '@sveltejs/kit';
import { createEnvironment } from '#lib/server/operations/environment/create.ts';
import { listEnvironments } from '#lib/server/operations/environment/list.ts';
import { tryEnvironment } from '#lib/server/operations/environment/try.ts';
import { execute } from '#lib/server/operations/operation.ts';
import { contextOf } from '#lib/server/web/context.ts';
import { failed, raise } from '#lib/server/web/errors.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => ({
	taken: (await execute(listEnvironments, contextOf(event), {}).catch(raise)).map(({ name }) => name)
});

export const actions = {
	try: async (event) => {
		const fields = Object.fromEntries(await event.request.formData());
		try {
			return { health: await execute(tryEnvironment, contextOf(event), fields) };
		} catch (cause) {
			return failed(cause, fields);
		}
	},
	save: async (event) => {
		const fields = Object.fromEntries(await event.request.formData());
		try {
			await execute(createEnvironment, contextOf(event), fields);
		} catch (cause) {
			return failed(cause, fields);
		}
		redirect(303, '/first-run/dashboard');
	}
} satisfies Actions;
