import { expect, test } from 'vitest';
import { stopsOf } from '#lib/features/dashboards/stops.ts';
import { dashboard, stop } from './sample.ts';

test('LIST-5 an edit at home is work, elsewhere it is drift', () => {
	const stops = [
		stop('dev', { standing: 'edited', labels: ['main'] }),
		stop('staging', { standing: 'absent', commit: null, labels: [] }),
		stop('prod', { standing: 'edited', labels: ['v1.2'] })
	];
	expect(stopsOf(dashboard('Sales', { stops }))).toEqual([
		{ label: 'dev', tone: 'changed', chip: 'main', words: 'with changes' },
		{ label: 'staging', tone: 'neutral', words: 'not there' },
		{ label: 'prod', tone: 'warning', chip: 'v1.2', words: 'edited by hand', loose: true }
	]);
});

test('LIST-5 what equals a commit without a name shows seven digits of it', () => {
	expect(stopsOf(dashboard('Sales', { stops: [stop('prod', { labels: [] })] }))).toEqual([
		{ label: 'prod', tone: 'ok', chip: '4e1b9a7', words: 'in step' }
	]);
});
