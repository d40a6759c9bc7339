import { Builder } from './builder.mjs';
import { idsEverywhere } from './cases/ids-everywhere.mjs';
import { large } from './cases/large.mjs';
import { salesOverview } from './cases/sales-overview.mjs';
import { orphan, sharedChart, theme, twoSchemas } from './cases/small.mjs';
import { addSources } from './cases/sources.mjs';
import { unicode } from './cases/unicode.mjs';
import { virtual } from './cases/virtual.mjs';
import { SupersetRest } from './rest.mjs';

/** What a Superset can be filled with. Each makes one dashboard or more and gives their ids. */
export const PROFILES = {
	'sales-overview': salesOverview,
	unicode,
	'shared-chart': sharedChart,
	virtual,
	'two-schemas': twoSchemas,
	orphan,
	theme,
	'ids-everywhere': idsEverywhere,
	large
};

/**
 * Fill a Superset with the named profiles. A second run updates what the first one made.
 *
 * @param tell  gets a line for each profile
 */
export async function seedSuperset({ url, username, password, profiles }, tell) {
	const rest = await SupersetRest.signIn(url, { username, password });
	const builder = new Builder(rest);
	await addSources(builder);
	for (const name of profiles) {
		const started = Date.now();
		const made = await PROFILES[name](builder);
		const what =
			made === undefined ? `not on Superset ${rest.version.join('.')}` : `dashboard ${[made].flat().join(', ')}`;
		tell(`${name}: ${what} (${((Date.now() - started) / 1000).toFixed(1)} s)`);
	}
}
