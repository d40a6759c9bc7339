import { BundleRejected } from '#lib/domain/errors.ts';
import type { AssetUuid } from '#lib/domain/ids.ts';
import type { CanonicalAsset } from './asset.ts';
import { canonicalAssets, type CanonicalAssets } from './canonical.ts';
import type { CanonicalMemory } from './memory.ts';
import { FORM } from './form.ts';
import { bundleTypeOf, parseFile, rejected, type BundleType } from './raw.ts';
import { assetsOfDashboard, dashboardsIn, treeOfAssets, type CanonicalTree } from './tree.ts';
import { readBundle } from './zip.ts';

/** What an export of Superset holds, understood but not yet narrowed to one dashboard. */
export interface Export {
	readonly type: BundleType;
	readonly found: CanonicalAssets;
}

/**
 * Read an export as Superset made it.
 * @throws {BundleRejected} for a file that is no export, or one that cannot be understood; it names file and cause.
 */
export async function readExport(zip: Uint8Array, memory?: CanonicalMemory): Promise<Export> {
	const { files } = await readBundle(zip);
	refuseOtherForm(files);
	const type = bundleTypeOf(files);
	const found = canonicalAssets(files, memory ? { memory } : {});
	if (found.assets.size === 0) {
		throw new BundleRejected(`The ZIP holds no dashboard, chart or dataset${ofType(type)}.`, {
			hint: WANT_A_DASHBOARD
		});
	}
	return { type, found };
}

/** A ZIP of a tree, as git hosts make one, says its form; one of Superset's own has none. */
function refuseOtherForm(files: ReadonlyMap<string, Uint8Array>): void {
	const bytes = files.get(FORM_FILE);
	if (!bytes) return;
	const { form } = parseFile(FORM_FILE, bytes);
	if (form === FORM) return;
	const message = `says form ${String(form)}; this release reads form ${FORM}`;
	throw rejected(FORM_FILE, message, 'Install a newer release of Dashbranch.');
}

/**
 * The one dashboard of an export with what it needs, or the wanted one of several.
 * @param howToChoose the next step where it is not clear which one is wanted
 * @throws {BundleRejected} that lists those that are there, when the choice is not clear
 */
export function treeOfDashboard(
	{ type, found }: Export,
	wanted?: AssetUuid,
	howToChoose = 'Choose one of them.'
): { readonly dashboard: CanonicalAsset; readonly tree: CanonicalTree } {
	const dashboard = chosenDashboard(dashboardsIn(found), wanted, { type, howToChoose });
	return { dashboard, tree: treeOfAssets(assetsOfDashboard(found, dashboard.uuid)) };
}

function chosenDashboard(
	dashboards: readonly CanonicalAsset[],
	wanted: AssetUuid | undefined,
	{ type, howToChoose }: { type: BundleType; howToChoose: string }
): CanonicalAsset {
	const [first, ...others] = dashboards;
	const chosen = wanted ? dashboards.find(({ uuid }) => uuid === wanted) : others.length === 0 ? first : undefined;
	if (chosen) return chosen;
	if (!first) throw new BundleRejected(`The ZIP holds no dashboard${ofType(type)}.`, { hint: WANT_A_DASHBOARD });
	const titles = dashboards.map(({ name, uuid }) => `“${name}” (${uuid})`).join(', ');
	throw new BundleRejected(
		wanted
			? `The ZIP has no dashboard ${wanted}. It holds ${titles}.`
			: `The ZIP holds ${dashboards.length} dashboards: ${titles}.`,
		{ hint: howToChoose, findings: dashboards.map(({ uuid, name }) => ({ path: uuid, message: name })) }
	);
}

const FORM_FILE = '.dashbranch.yaml';
const WANT_A_DASHBOARD = 'In Superset, export the dashboard itself; its charts and datasets come along.';

/** What `metadata.yaml` calls an export that is not one of a dashboard. */
const TYPES: Record<string, string> = {
	Slice: 'charts',
	SqlaTable: 'datasets',
	Database: 'databases',
	SavedQuery: 'saved queries',
	Theme: 'themes'
};

const ofType = (type: BundleType): string => {
	const words = type === null ? undefined : TYPES[type];
	return words ? `: it is an export of ${words}` : '';
};
