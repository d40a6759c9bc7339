import { addressOf } from '#lib/ui/address.ts';
import type { PaletteAction } from './palette.svelte.ts';

/** A page's data, as far as the palette can offer something of it; pages without a dashboard have none of it. */
export interface KnownData {
	/** Address of the dashboard. */
	readonly base?: string;
	/** The branch as addresses say it. */
	readonly branch?: string | null;
	readonly view?: {
		readonly title: string;
		readonly defaultBranch: string;
		readonly branch: { readonly name: string };
		readonly branches: readonly { readonly name: string; readonly ahead: number; readonly behind: number }[];
		readonly stops: readonly { readonly environment: string }[];
	};
}

/** What the page of a dashboard knows already, so that the palette has it at once. */
export interface Known {
	/** Ways to deploy, one for each environment. */
	readonly actions: readonly PaletteAction[];
	/** Its tabs. */
	readonly places: readonly PaletteAction[];
	readonly branches: readonly PaletteAction[];
}

const TABS = [
	['', 'Changes'],
	['/history', 'History'],
	['/branches', 'Branches'],
	['/compare', 'Compare'],
	['/deployments', 'Deployments'],
	['/settings', 'Settings']
] as const;

/** @param may what the person may do */
export function knownOf({ base, branch, view }: KnownData, may: readonly string[]): Known {
	if (base === undefined || !view) return { actions: [], places: [], branches: [] };
	const at = (path: string, query: Record<string, string | null> = {}) =>
		addressOf(base + path, { branch: branch ?? null, ...query });
	return {
		actions: may.includes('deployment:plan')
			? view.stops.map(({ environment }) => ({
					id: `deploy ${environment}`,
					label: `Deploy ${view.branch.name} to ${environment}…`,
					detail: 'Shows what would change first',
					href: at('/deploy', { environment })
				}))
			: [],
		places: TABS.map(([path, label]) => ({ id: at(path), label, detail: view.title, href: at(path) })),
		branches: view.branches.map(({ name, ahead, behind }) => ({
			id: `branch ${base} ${name}`,
			label: name,
			detail: name === view.branch.name ? 'You look at it' : distance(ahead, behind, view.defaultBranch),
			href: addressOf(base, { branch: name === view.defaultBranch ? null : name })
		}))
	};
}

function distance(ahead: number, behind: number, of: string): string {
	const parts = [ahead && `${ahead} ahead`, behind && `${behind} behind`].filter(Boolean);
	return parts.length ? `${parts.join(', ')} of ${of}` : '';
}
