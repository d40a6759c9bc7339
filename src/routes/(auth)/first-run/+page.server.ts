import { redirect } from '@sveltejs/kit';
import { failed } from '#lib/server/web/errors.ts';
import { completeFirstRun } from '#lib/server/web/sign-in.ts';
import type { Actions } from './$types';

export const actions = {
	default: async (event) => {
		const fields = Object.fromEntries(await event.request.formData());
		try {
			await completeFirstRun(event, fields);
		} catch (cause) {
			return failed(cause, fields);
		}
		redirect(303, '/first-run/environment');
	}
} satisfies Actions;
