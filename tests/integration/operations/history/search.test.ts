import fc from '#tests/support/fast-check.ts';
import { expect, openWorld, test } from '#tests/support/app.ts';
import { chart, historyWorld, SALES } from './history-world.ts';

test('FIND-1 words of message, author, names and changed lines, all of them, phrases as they stand', async ({
	world
}) => {
	const { commit, find } = await historyWorld(world);
	await commit({ [SALES]: chart('Sales by Region', 'amount > 10') }, { message: 'First form\n\nBecause of taxes' });
	await commit({ [SALES]: chart('Sales by Region', 'margin > 10') }, { message: 'Show margin' });
	await commit(
		{ 'charts/x-2a2b3c4d.yaml': chart('Umsätze', 'x') },
		{ message: 'Other', author: { name: 'Ümit Ö', email: 'u@x.example' } }
	);
	expect(await find('taxes')).toEqual(['First form']);
	expect(await find('AMOUNT')).toEqual(['Show margin', 'First form']);
	expect(await find('marg')).toEqual(['Show margin']);
	expect(await find('marg form')).toEqual([]);
	expect(await find('umit')).toEqual(['Other']);
	expect(await find('umsatze')).toEqual(['Other']);
	expect(await find('u@x.example')).toEqual(['Other']);
	expect(await find('"by region"')).toEqual(['Show margin', 'First form']);
	expect(await find('"region by"')).toEqual([]);
	expect(await find('  ')).toHaveLength(3);
});

test('FIND-2 parts of identifiers; inside of words where no word begins so; signs', async ({ world }) => {
	const { commit, find } = await historyWorld(world);
	await commit({ [SALES]: chart('A', 'sales.amount >= order_date') }, { message: 'one' });
	await commit({ [SALES]: chart('A', 'grossMargin != 3') }, { message: 'two' });
	for (const query of ['order_date', 'order_da', 'date', 'sales.amount', 'amount >=', '>=', 'rder_dat', 'mount >=']) {
		expect(await find(query), query).toEqual(['two', 'one']);
	}
	for (const query of ['margin', 'grossmar', '!=', 'ssmargin']) expect(await find(query), query).toEqual(['two']);
	expect(await find('>= nothing')).toEqual([]);
});

test('FIND-3 scripts without spaces, and pictographs', async ({ world }) => {
	const { commit, find } = await historyWorld(world);
	await commit({ [SALES]: chart('各地区销售额对比', 'x') }, { message: '🚀 开始' });
	await commit({ 'charts/y-2a2b3c4d.yaml': chart('ยอดขายรวม', 'x') }, { message: '売上のグラフ' });
	expect(await find('销售')).toEqual(['🚀 开始']);
	expect(await find('售销')).toEqual([]);
	expect(await find('🚀')).toEqual(['🚀 开始']);
	expect(await find('グラフ')).toEqual(['売上のグラフ']);
	expect(await find('ขาย')).toEqual(['売上のグラフ']);
});

test('FIND-4 nothing that is typed fails or has a meaning of its own', async () => {
	const world = await openWorld();
	try {
		const { commit, find } = await historyWorld(world);
		await commit({ [SALES]: chart('Q', 'x') }, { message: 'Only one' });
		const typed = fc.oneof(
			fc.string({ unit: 'binary', maxLength: 40 }),
			fc
				.array(
					fc.constantFrom(
						'"',
						'*',
						'(',
						')',
						':',
						'^',
						'-',
						'+',
						'NEAR',
						'AND',
						'OR',
						'NOT',
						'told',
						' ',
						'a',
						'\0',
						'\ud800',
						'ा',
						'京',
						'{',
						'}',
						"'",
						';',
						'%',
						'_',
						'\\'
					),
					{ maxLength: 12 }
				)
				.map((parts) => parts.join(''))
		);
		await fc.assert(
			fc.asyncProperty(typed, async (query) => {
				expect((await find(query)).length).toBeLessThanOrEqual(1);
			}),
			{ numRuns: 300 }
		);
		expect(await find('x'.repeat(10_240))).toEqual([]);
		expect(await find('"zq" '.repeat(2_500))).toEqual([]);
		expect(await find('told : only')).toEqual([]);
		await expect(find('x'.repeat(20_001))).rejects.toMatchObject({ code: 'invalid_input' });
	} finally {
		await world.close();
	}
});

test('FIND-7 an entry says what was found where, with the line that has most of it', async ({ world }) => {
	const { commit, list } = await historyWorld(world);
	await commit({ [SALES]: chart('Order book', 'SUM(order_value)') }, { message: 'Begin' });
	await commit({ [SALES]: chart('Order book', 'AVG(order_value) > 7') }, { message: 'Average of orders' });
	const { entries } = await list({ search: 'avg order' });
	expect(entries[0]).toMatchObject({ subject: 'Average of orders', assetCount: 1 });
	const told = entries[0]!.matched.map(({ where, text, marks, line }) => ({
		...{ where, text, marked: marks.map(({ start, end }) => text.slice(start, end)), line }
	}));
	expect(told).toEqual([
		{ where: 'message', text: 'Average of orders', marked: ['order'], line: undefined },
		{ where: 'asset', text: 'Order book', marked: ['Order'], line: undefined },
		{
			...{ where: 'text', text: 'AVG(order_value) > 7', marked: ['AVG', 'order'] },
			line: { path: SALES, name: 'Order book', change: 'added' }
		}
	]);
	const removed = (await list({ search: 'sum(order' })).entries.map(({ matched }) => matched.at(-1)?.line?.change);
	expect(removed).toEqual(['removed', 'added']);
});

test('FIND-7 the asset of a line has its name also where a commit changed more assets than an entry names', async ({
	world
}) => {
	const { commit, list } = await historyWorld(world);
	const files = Array.from({ length: 12 }, (_, at): [string, string] => [
		`charts/c-${String(at).padStart(8, '0')}.yaml`,
		chart(`Chart ${at}`, at === 11 ? 'needle' : 'hay')
	]);
	await commit({ ...Object.fromEntries(files), 'notes.txt': 'thimble\n' }, { message: 'Many' });
	const lineOf = async (search: string) => (await list({ search })).entries[0]?.matched[0]?.line;
	expect(await lineOf('needle')).toMatchObject({ name: 'Chart 11' });
	expect(await lineOf('thimble')).toEqual({ path: 'notes.txt', change: 'added' });
});
