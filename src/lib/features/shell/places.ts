import Server from '@lucide/svelte/icons/server';
import LayoutDashboard from '@lucide/svelte/icons/layout-dashboard';
import ListChecks from '@lucide/svelte/icons/list-checks';
import type { Icon } from '#lib/ui/icon.ts';

export interface Place {
	readonly label: string;
	readonly href: string;
	readonly icon: Icon;
}

/** Where one can go from everywhere. */
export const PLACES: readonly Place[] = [
	{ label: 'Dashboards', href: '/dashboards', icon: LayoutDashboard },
	{ label: 'Environments', href: '/environments', icon: Server },
	{ label: 'Jobs', href: '/jobs', icon: ListChecks }
];

/** Whether a page is at a place or inside of it. */
export const isAt = (place: Place, pathname: string): boolean =>
	pathname === place.href || pathname.startsWith(`${place.href}/`);
