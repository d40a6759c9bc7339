import type { AssetKind } from '../asset.ts';
import type { AssetChange, ChangeDetail } from '../change.ts';
import { short } from './words.ts';

/** What git and its hosts show of a subject without cutting it. */
const MOST = 72;

type Told = Pick<AssetChange, 'kind' | 'name' | 'change' | 'sentences' | 'details'>;

const PLURALS: Readonly<Record<AssetKind, readonly [one: string, many: string]>> = {
	dashboard: ['dashboard', 'dashboards'],
	chart: ['chart', 'charts'],
	dataset: ['dataset', 'datasets'],
	database: ['database', 'databases'],
	theme: ['theme', 'themes'],
	tags: ['tags', 'tags'],
	form: ['format', 'formats']
};

/** A first line for the message of a commit of these changes, at most 72 code points; empty for none. */
export function suggestedMessage(changes: readonly Told[]): string {
	const told = changes.filter(({ change, details }) => change !== 'modified' || details.length > 0);
	const [first, ...others] = told;
	if (!first) return changes.length === 0 ? '' : savedAgain(changes);
	if (others.length === 0) return ofOne(first);
	return ofSame(told) ?? ofLayout(told) ?? ofSeveral(first, told);
}

const savedAgain = (changes: readonly Told[]): string => {
	const [only] = changes;
	return changes.length === 1 && only
		? fit(only.name, 'saved again')
		: `${kindsIn(changes)} saved again, nothing visible changed`.slice(0, MOST);
};

/** `Revenue: metric SUM(sales) → AVG(sales)`, `Add chart Revenue`, `Rename chart Revenue to Sales`. */
function ofOne(change: Told): string {
	const { kind, name, details } = change;
	const [noun] = PLURALS[kind];
	if (change.change !== 'modified')
		return cut(`${change.change === 'added' ? 'Add' : 'Remove'} ${noun} ${short(name)}`);
	const [first, ...others] = details;
	if (!first) return fit(name, 'saved again');
	const renamed = first.sentence.startsWith('renamed') && first.before !== null && first.after !== null;
	if (others.length === 0 && renamed) return ofRename(noun, first);
	if (others.length === 0) return fit(name, first.sentence);
	if (details.every(({ area }) => area === 'layout') && details.length > 2)
		return cut(`Change layout of ${short(name)}`);
	const rest = others.length === 1 ? ` and 1 more change` : ` and ${others.length} more changes`;
	return fit(name, first.sentence, rest);
}

function ofRename(noun: string, { before, after }: ChangeDetail): string {
	const [old, now] = [before, after].map((words) => short((words ?? '').replaceAll(/^“|”$/g, ''), 26));
	return cut(`Rename ${noun} ${old} to ${now}`);
}

/** Several of which the same is true: `Add 3 charts`, `4 charts: time range No filter → Last 7 days`. */
function ofSame(told: readonly Told[]): string | undefined {
	const [first] = told;
	if (!first || !told.every(({ kind, change }) => kind === first.kind && change === first.change)) return undefined;
	const many = `${told.length} ${PLURALS[first.kind][1]}`;
	if (first.change !== 'modified') return withNames(`${first.change === 'added' ? 'Add' : 'Remove'} ${many}`, told);
	const [only] = first.details;
	const isSame = told.every(({ details }) => details.length === 1 && details[0]?.sentence === only?.sentence);
	return isSame && only ? fit(many, only.sentence) : undefined;
}

/** The dashboard’s layout, and the charts that came into it or went out of it. */
function ofLayout(told: readonly Told[]): string | undefined {
	const dashboard = told.find(({ kind }) => kind === 'dashboard');
	const others = told.filter((one) => one !== dashboard);
	if (!dashboard || dashboard.change !== 'modified') return undefined;
	if (!dashboard.details.every(({ area }) => area === 'layout')) return undefined;
	const isAll = (change: Told['change']) => others.every((one) => one.kind === 'chart' && one.change === change);
	const [only] = others;
	if (!only || !(isAll('added') || isAll('removed'))) return undefined;
	return others.length === 1 ? ofOne(only) : ofSame(others);
}

function ofSeveral(first: Told, told: readonly Told[]): string {
	const isOneKind = told.every(({ kind }) => kind === first.kind);
	if (isOneKind) return withNames(`Change ${told.length} ${PLURALS[first.kind][1]}`, told);
	if (told.length === 2) {
		const start = first.change === 'modified' ? fit(first.name, first.sentences[0] ?? '', ' and 1 more') : undefined;
		return start ?? cut(`Change ${kindsIn(told)}`);
	}
	return cut(`Change ${kindsIn(told)}`);
}

/** `dashboard, 3 charts and dataset`. */
function kindsIn(told: readonly Told[]): string {
	const parts = (Object.keys(PLURALS) as AssetKind[]).flatMap((kind) => {
		const count = told.filter((one) => one.kind === kind).length;
		return count === 0 ? [] : [count === 1 ? PLURALS[kind][0] : `${count} ${PLURALS[kind][1]}`];
	});
	return parts.length < 2 ? (parts[0] ?? '') : `${parts.slice(0, -1).join(', ')} and ${String(parts.at(-1))}`;
}

/** With the names as far as there is room for all of them. */
function withNames(start: string, told: readonly Told[]): string {
	const whole = `${start}: ${told.map(({ name }) => short(name)).join(', ')}`;
	return [...whole].length <= MOST ? whole : cut(start);
}

/** A name and what happened, both cut so that each is still there. */
function fit(name: string, sentence: string, rest = ''): string {
	const room = MOST - [...rest].length;
	const subject = short(name, 32);
	return `${short(`${subject}: ${sentence}`, room)}${rest}`;
}

const cut = (text: string): string => short(text, MOST);
