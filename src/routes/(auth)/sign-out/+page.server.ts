import { redirect } from '@sveltejs/kit';
import { signOut } from '#lib/server/web/sign-in.ts';
import type { Actions, PageServerLoad } from './$types';

// Leaving changes something, so it takes a form; who comes by a link is asked nothing and goes nowhere.
export const load: PageServerLoad = () => redirect(303, '/');

export const actions = {
	default: async (event) => {
		await signOut(event);
		redirect(303, '/sign-in');
	}
} satisfies Actions;
