import { redirect } from '@sveltejs/kit';
import { breakEnvironmentLock } from '#lib/server/operations/environment/break-lock.ts';
import { deleteEnvironment } from '#lib/server/operations/environment/delete.ts';
import { showEnvironment } from '#lib/server/operations/environment/show.ts';
import { testEnvironment } from '#lib/server/operations/environment/test.ts';
import { tryEnvironment } from '#lib/server/operations/environment/try.ts';
import { updateEnvironment } from '#lib/server/operations/environment/update.ts';
import { execute } from '#lib/server/operations/operation.ts';
import { contextOf } from '#lib/server/web/context.ts';
import { failed, raise } from '#lib/server/web/errors.ts';
import type { Actions, PageServerLoad, RequestEvent } from './$types';

export const load: PageServerLoad = async (event) =>
	execute(showEnvironment, contextOf(event), { name: event.params.environment }).catch(raise);

/** What was sent, under the name of the address. */
const fieldsOf = async ({ request, params }: RequestEvent) => ({
	...Object.fromEntries(await request.formData()),
	name: params.environment
});

export const actions = {
	try: async (event) => {
		const fields = await fieldsOf(event);
		try {
			return { health: await execute(tryEnvironment, contextOf(event), fields) };
		} catch (cause) {
			return failed(cause, fields);
		}
	},
	check: async (event) => {
		const fields = await fieldsOf(event);
		try {
			await execute(testEnvironment, contextOf(event), fields);
		} catch (cause) {
			return failed(cause, fields);
		}
	},
	save: async (event) => {
		const fields = await fieldsOf(event);
		try {
			await execute(updateEnvironment, contextOf(event), fields);
		} catch (cause) {
			return failed(cause, fields);
		}
		redirect(303, '/environments');
	},
	'break-lock': async (event) => {
		const fields = await fieldsOf(event);
		try {
			await execute(breakEnvironmentLock, contextOf(event), fields);
		} catch (cause) {
			return failed(cause, fields);
		}
	},
	delete: async (event) => {
		const fields = await fieldsOf(event);
		try {
			await execute(deleteEnvironment, contextOf(event), fields);
		} catch (cause) {
			return failed(cause, fields);
		}
		redirect(303, '/environments');
	}
} satisfies Actions;
