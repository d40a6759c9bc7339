/**
 * `npm run bench [part…]`: what the parts that must be fast take, as ratios to a floor measured in the same run. Not a
 * test: the numbers are this machine’s. Parts: zip pages deploy diff compare layout merge history shared start real (the
 * last one only where DASHBRANCH_TEST_SUPERSETS names running Supersets). `npm run bench:pages` is the part `browser`, which needs a Chromium.
 */
import { browser } from './browser.ts';
import { compare } from './compare.ts';
import { deploys } from './deploys.ts';
import { historySearch } from './history-search.ts';
import { layouts } from './layout.ts';
import { printRows, type Row } from './measure.ts';
import { merge } from './merge.ts';
import { pages, startUp } from './pages.ts';
import { real } from './real.ts';
import { sharedUse } from './shared.ts';
import { textDiff } from './text-diff.ts';
import { printPeakRss, zipToCommit } from './zip-to-commit.ts';

const PARTS: Record<string, () => Promise<Row[]>> = {
	zip: zipToCommit,
	pages,
	deploy: deploys,
	diff: textDiff,
	compare,
	layout: layouts,
	merge,
	history: historySearch,
	shared: sharedUse,
	start: startUp,
	real,
	browser
};

const args = process.argv.slice(2);
if (args[0] === '--peak-rss') {
	await printPeakRss(args[1]!);
} else {
	const wanted = args.length > 0 ? args : Object.keys(PARTS).filter((name) => name !== 'browser');
	const rows: Row[] = [];
	for (const name of wanted) {
		const part = PARTS[name];
		if (!part) throw new Error(`There is no part “${name}”; the parts are ${Object.keys(PARTS).join(', ')}.`);
		rows.push(...(await part()));
	}
	printRows(rows);
}
