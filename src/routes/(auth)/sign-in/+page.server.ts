import { redirect } from '@sveltejs/kit';
import { nextPathOf } from '#lib/server/web/access.ts';
import { failed } from '#lib/server/web/errors.ts';
import { isDemo, signIn, signInDemo } from '#lib/server/web/sign-in.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = (event) => {
	if (event.locals.actor) redirect(303, nextPathOf(event.url.searchParams.get('next')));
	return { isDemo: isDemo(event) };
};

export const actions = {
	password: async (event) => {
		const fields = Object.fromEntries(await event.request.formData());
		try {
			await signIn(event, fields);
		} catch (cause) {
			return failed(cause, fields);
		}
		redirect(303, nextPathOf(event.url.searchParams.get('next')));
	},
	demo: async (event) => {
		const fields = Object.fromEntries(await event.request.formData());
		try {
			await signInDemo(event, fields);
		} catch (cause) {
			return failed(cause, fields);
		}
		redirect(303, nextPathOf(event.url.searchParams.get('next')));
	}
} satisfies Actions;
