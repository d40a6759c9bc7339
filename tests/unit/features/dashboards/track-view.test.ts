import { expect, test } from 'vitest';
import { pageOf, trackHref } from '#lib/features/dashboards/track-view.ts';

test.each([
	['', 0],
	['page=1', 0],
	['page=3', 2],
	['page=0', 0],
	['page=-2', 0],
	['page=1.5', 0],
	['page=1e99', 0],
	['page=x', 0]
])('ADD-3 “%s” is page %i, counted from 0', (query, page) => {
	expect(pageOf(new URLSearchParams(query))).toBe(page);
});

test('ADD-3 an address leads to the page that it was made for', () => {
	const href = trackHref('/dashboards/track', { environment: 'dev', search: 'a b', page: 4 });
	expect(href).toBe('/dashboards/track?environment=dev&q=a+b&page=5');
	expect(pageOf(new URL(href, 'http://ours.invalid').searchParams)).toBe(4);
});
