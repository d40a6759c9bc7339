import { PERMISSIONS_OF_ROLE } from '#lib/domain/permission.ts';
import { actorOf } from '#lib/server/web/context.ts';
import type { LayoutServerLoad } from './$types';

export const load: LayoutServerLoad = (event) => {
	const { name, email, role } = actorOf(event);
	return {
		person: { name, email, role },
		/** What the person may do: a page says so beside a button that is locked. */
		may: [...PERMISSIONS_OF_ROLE[role]],
		sidebar: {
			lists: event.cookies.get('sidebar-lists') !== 'folded',
			inside: event.cookies.get('sidebar-inside') === 'open'
		}
	};
};
