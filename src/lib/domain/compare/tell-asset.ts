import type { AssetKind } from '../asset.ts';
import type { ChangeDetail, FieldChange } from '../change.ts';
import type { Mapping } from '../value.ts';
import { OTHER } from '../words/tables.ts';
import { detailOf, settle, type Told } from './details.ts';
import { differencesOf } from './differences.ts';
import { tellChart } from './tell-chart.ts';
import { tellDashboard } from './tell-dashboard.ts';
import { tellDataset } from './tell-dataset.ts';
import { tellProperties } from './tell-properties.ts';
import type { Terms } from './terms.ts';
import { keyWords, said } from './words.ts';

type Tell = (before: Mapping, after: Mapping, terms: Terms) => Told;

const properties =
	(entries: Parameters<typeof tellProperties>[1]): Tell =>
	(before, after, terms) =>
		tellProperties({ before, after }, entries, terms);

const TELL: Readonly<Record<AssetKind, Tell>> = {
	dashboard: tellDashboard,
	chart: tellChart,
	dataset: tellDataset,
	database: tellDatabase,
	theme: properties(OTHER.theme),
	tags: properties(OTHER.tags),
	form: properties({})
};

/** A connection's extra that is no mapping is not read, so nobody knows whether it holds a password. */
function tellDatabase(before: Mapping, after: Mapping, terms: Terms): Told {
	const found = tellProperties({ before, after }, OTHER.database, terms);
	const isUnread = ({ path }: ChangeDetail) => path.length === 1 && path[0] === 'extra';
	return { ...found, details: found.details.map((one) => (isUnread(one) ? detailOf(one, 'extra changed') : one)) };
}

/** The contents of an asset on both sides, and what sentences about it may name. */
export interface AssetSides {
	readonly kind: AssetKind;
	readonly before: Mapping;
	readonly after: Mapping;
	readonly terms: Terms;
}

/**
 * Every difference of an asset, told or counted: each is at or below a place of some detail, or is one of `hiddenCount`.
 */
export function tellAsset({ kind, before, after, terms }: AssetSides): {
	readonly differences: readonly FieldChange[];
	readonly details: readonly ChangeDetail[];
	readonly hiddenCount: number;
} {
	const differences = differencesOf(before, after);
	if (differences.length === 0) return { differences, details: [], hiddenCount: 0 };
	const found = TELL[kind](before, after, terms);
	const { details, hiddenCount } = settle(differences, found, (difference) => restDetail(difference, terms));
	const isRename = ({ sentence }: ChangeDetail) => Number(sentence.startsWith('renamed'));
	return { differences, details: [...details].sort((a, b) => isRename(b) - isRename(a)), hiddenCount };
}

/** What no rule knows: the way to the key, and the values. */
function restDetail({ path, before, after }: FieldChange, { names }: Terms): ChangeDetail {
	const sides = {
		before: before === undefined ? null : said(before, names),
		after: after === undefined ? null : said(after, names)
	};
	const values = sides.before === sides.after ? 'changed' : `${said(before, names)} → ${said(after, names)}`;
	return detailOf({ path, area: 'other' }, `${path.map(keyWords).join(' › ')} ${values}`, sides);
}
