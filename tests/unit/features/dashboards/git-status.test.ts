import { expect, test } from 'vitest';
import { gitStatus } from '#lib/features/dashboards/git-status.ts';
import { dashboard, stop } from './sample.ts';

const edited = { standing: 'edited' } as const;

test.each([
	[{ changeCount: 1, stops: [stop('dev', edited), stop('prod', edited)] }, 'changed', '1 change'],
	[{ changeCount: 6 }, 'changed', '6 changes'],
	[{ stops: [stop('staging', edited), stop('prod', edited)] }, 'warning', 'Edited by hand in prod'],
	[{ stops: [stop('staging', edited), stop('prod')] }, 'warning', 'Edited by hand in staging'],
	[{ home: null, changeCount: null, stops: [] }, 'neutral', 'Only in git'],
	[{ changeCount: null, stops: [] }, 'neutral', 'Not captured yet'],
	[{}, 'ok', 'In step']
] as const)('LIST-1 %o is %s, “%s”', (change, tone, words) => {
	expect(gitStatus(dashboard('Sales', change))).toMatchObject({ tone, words });
});
