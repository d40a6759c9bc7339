import { z } from 'zod';

const DAY_MS = 86_400_000;
const DATE = /^\d{4}-\d\d-\d\d$/;

/** A date (`2026-01-31`, a day of UTC), a date and time with its zone, or milliseconds since the Unix epoch. */
export const Moment = z
	.union(
		[
			z.iso.date(),
			z.iso.datetime({ offset: true }),
			z
				.string()
				.regex(/^\d{1,15}$/)
				.transform(Number),
			z.number().int().nonnegative().max(8.64e15)
		],
		'is no date: write one like 2026-01-31, or date and time with the zone, like 2026-01-31T12:00:00Z'
	)
	.refine((moment) => !Number.isNaN(typeof moment === 'number' ? moment : Date.parse(moment)), 'is no date');
export type Moment = z.infer<typeof Moment>;

/** Milliseconds since the Unix epoch at which it begins. */
export const firstMomentOf = (moment: Moment): number => (typeof moment === 'number' ? moment : Date.parse(moment));

/** The last millisecond that belongs to it: of a day its end. */
export const lastMomentOf = (moment: Moment): number =>
	typeof moment === 'string' && DATE.test(moment) ? Date.parse(moment) + DAY_MS - 1 : firstMomentOf(moment);
