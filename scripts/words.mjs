/**
 * `node scripts/words.mjs DIR`: makes src/lib/domain/words/*.json from the tables of Superset's words in DIR (see
 * specs/domain/compare.md, Words). Only needed when these tables change; nothing reads DIR at run time or in tests.
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { format, resolveConfig } from 'prettier';
import { ROOT } from './machine.mjs';

const [folder] = process.argv.slice(2);
if (folder === undefined) {
	console.error(
		'Usage: node scripts/words.mjs DIR\nDIR holds controls.json, viz-types.json, dashboard.json and so on.'
	);
	process.exit(2);
}

const KEPT = ['label', 'kind', 'choices', 'default', 'defaults', 'keyed_by', 'list'];
/** Seen in recordings of charts that were saved again, and not in the tables. */
const RENAMED = { subheader: 'subtitle', subheader_font_size: 'subtitle_font_size' };
const DEFAULTS_SEEN = { echarts_area: { area: true } };

const read = (name) => JSON.parse(readFileSync(join(folder, `${name}.json`), 'utf8'));
const map = (object, change) => Object.fromEntries(Object.entries(object).map(([key, value]) => [key, change(value)]));

/** An entry with what comparing needs of it. */
function slim(entry) {
	const made = Object.fromEntries(KEPT.filter((key) => key in entry).map((key) => [key, entry[key]]));
	if (entry.parts) made.parts = map(entry.parts, slim);
	if (entry.variants) made.variants = entry.variants.map(({ viz, ...variant }) => ({ viz, ...slim(variant) }));
	return made;
}

const controls = map(read('controls'), slim);
for (const [key, to] of Object.entries(RENAMED)) controls[key].renamed_to = to;

const same = (a, b) => JSON.stringify(a) === JSON.stringify(b);

/** What most chart types that have a control start it with. */
function commonOf(recorded) {
	const seen = new Map();
	for (const { defaults } of Object.values(recorded))
		for (const [key, value] of Object.entries(defaults)) {
			const text = JSON.stringify(value);
			const counts = seen.get(key) ?? seen.set(key, new Map()).get(key);
			counts.set(text, (counts.get(text) ?? 0) + 1);
		}
	return Object.fromEntries(
		[...seen].map(([key, counts]) => [key, JSON.parse([...counts].sort((a, b) => b[1] - a[1])[0][0])])
	);
}

/** What src/lib/domain/words/default-control.ts takes where a chart type has no value of its own. */
function unrecorded(viz, key, common) {
	const entry = controls[key] ?? {};
	const variant = entry.variants?.find((one) => one.viz.includes(viz));
	const { kind, choices } = { ...entry, ...variant };
	const isOurs = kind === 'choice' ? choices !== undefined && String(common[key]) in choices : true;
	return variant?.default ?? entry.defaults?.[viz] ?? (isOurs ? common[key] : undefined) ?? entry.default;
}

function defaultsOf(recorded) {
	const isSet = (key) => controls[key]?.kind !== 'internal';
	const common = Object.fromEntries(Object.entries(commonOf(recorded)).filter(([key]) => isSet(key)));
	const ignorable = [...new Set(Object.values(recorded).flatMap(({ ignored }) => ignored))].sort();
	const types = map(recorded, () => ({}));
	for (const [viz, { defaults, ignored }] of Object.entries(recorded)) {
		const own = Object.entries({ ...defaults, ...DEFAULTS_SEEN[viz] }).filter(
			([key, value]) => isSet(key) && !same(value, unrecorded(viz, key, common))
		);
		types[viz] = { own: Object.fromEntries(own), uses: ignorable.filter((key) => !ignored.includes(key)) };
	}
	return { common, ignorable, types };
}

const { properties, metadata, layout } = read('dashboard');
const { dataset, column, metric, kind } = read('dataset');
const { chart, database, theme, tags } = read('other');
const { operators, operators_old, time_grains, time_grains_old, number_formats, time_formats, ...shapes } =
	read('expressions');
const internalParts = (entries) => Object.keys(entries).filter((key) => entries[key].kind === 'internal');

const files = {
	controls,
	'viz-types': map(read('viz-types'), ({ label }) => label),
	defaults: defaultsOf(read('defaults-6.1.0')),
	dashboard: {
		properties: map(properties, slim),
		metadata: map(metadata, slim),
		nodes: map(layout.nodes, ({ label, meta }) => ({ label, meta: map(meta, slim) }))
	},
	dataset: { dataset: map(dataset, slim), column: map(column, slim), metric: map(metric, slim), kind },
	other: map({ chart, database, theme, tags }, (entries) => map(entries, slim)),
	expressions: {
		operators: map(operators, ({ label, value }) => ({ label, value })),
		operators_old,
		time_grains,
		time_grains_old,
		number_formats: map(number_formats, (words) => words.replace(/ \(.*/, '')),
		time_formats: map(time_formats, (words) => words.replace(/ \|.*/, '')),
		internal: {
			metric: internalParts(shapes.metric),
			filter: internalParts(shapes.filter),
			column: internalParts(shapes.column)
		}
	}
};

const target = join(ROOT, 'src/lib/domain/words');
mkdirSync(target, { recursive: true });
for (const [name, content] of Object.entries(files)) {
	const path = join(target, `${name}.json`);
	writeFileSync(path, await format(JSON.stringify(content), { ...(await resolveConfig(path)), filepath: path }));
}
