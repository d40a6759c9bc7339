import { chart, header, markdown, nativeFilter, row } from '../layout.mjs';
import { query } from '../queries.mjs';

/** Texts that a careless reader or writer of YAML 1.1 changes. */
// prettier-ignore
const TORTURE = [
	'1e5', '089', 'yes', 'no', 'null', '~', '2024-01-01', '2024-01-01 10:00:00', '0x1F', '0o17', '1_000', '12:30:45',
	'.5e3', '=', '=SUM(A1)', '<<', '- dash', '? key', '# hash', 'a: b', 'a #b', "'single'", '"double"', '[x]', '{y}',
	'&anchor', '*alias', '!tag', '%percent', '@at', '`tick`', 'trailing ', ' leading', 'tab\there', 'line\nbreak',
	'crlf\r\nline', '', '…', 'é è', 'true', 'Infinity', '.nan', '+1', '1.', '1,000', '\u00a0nbsp', 'zero\u200bwidth',
	'😀', '👩‍👩‍👧', '日本語', 'العربية', 'Ёлки-палки'
];

// prettier-ignore
const NAMES = [
	'Выручка - план', '销售额', 'Emoji 🚀 and ünïcode', 'yes', '089', '1e5', 'null', '=SUM(A1)', '# not: a comment',
	'O\'Brien "quoted" `tick`', 'tab\tinside', 'trailing space ', '2024-01-01', '~'
];

const SQL =
	'SELECT category AS "категория",\n\tproduct AS "商品", -- товар\n       amount AS "сумма ₽",\n       order_date\n' +
	"FROM main.sales\nWHERE category <> 'it''s \"quoted\"'\n  AND product LIKE '%'\n" +
	numbers(40)
		.map((n) => `  AND amount <> ${n}.5 -- строка ${n}: ${'очень длинный комментарий '.repeat(4)}\n`)
		.join('') +
	'\n\n';

/** Names in many scripts, names that look like other things, and SQL too long and too odd for plain YAML. */
export async function unicode(to) {
	await to.dataset('unicode', {
		database: 'Shop',
		table: 'продажи «тест» 2024',
		sql: SQL,
		main_dttm_col: 'order_date',
		description: '# не комментарий\n\n= не формула\t(таб)  \nконец ',
		metrics: {
			'089': { expression: 'SUM("сумма ₽")', verbose_name: 'yes', d3format: ',.2f' },
			'1e5': { expression: 'COUNT(*)', verbose_name: 'null', description: '~' },
			'сумма: всего': { expression: 'SUM("сумма ₽")', verbose_name: '2024-01-01' }
		},
		columns: {
			категория: { verbose_name: 'Категория — «вид»' },
			商品: { verbose_name: '商品 📦' },
			order_date: { is_dttm: true }
		}
	});
	for (const [n, name] of NAMES.entries()) {
		await to.chart(`un/${n}`, {
			name,
			dataset: 'unicode',
			type: 'table',
			params: {
				query_mode: 'aggregate',
				groupby: ['категория'],
				metrics: ['089', '1e5'],
				row_limit: 1000,
				order_desc: true,
				adhoc_filters: [],
				table_timestamp_format: 'smart_date',
				torture: TORTURE.filter((_, index) => index % NAMES.length === n)
			},
			queries: [query(['089', '1e5'], ['категория'])],
			description: `${name}\n# ${name}\t= ${name} `
		});
	}
	const category = nativeFilter('un/1', 'Категория: «да» # 1e5', {
		dataset: to.datasetId('unicode'),
		column: 'категория',
		charts: NAMES.map((_, n) => to.chartId(`un/${n}`)),
		description: '~'
	});
	const text = "# Привет\n\n\tтаб\n\n```sql\nselect '#' -- нет\n```\n\nконец строки  \n= 1e5\n" + 'слово '.repeat(60);
	const threes = numbers(Math.ceil(NAMES.length / 3)).map(
		(line) =>
		row(...NAMES.map((_, n) => n).filter((n) => Math.floor(n / 3) === line).map((n) => chart(`un/${n}`, 4, 30))) // prettier-ignore
	);
	return to.dashboard('unicode', {
		title: 'Продажи 销售 🚀 "кавычки": # = \'x\'',
		layout: [
			header('Заголовок: «ёлочки» 🎄'),
			...threes,
			row(markdown(text, 8, 40), markdown('=', 2, 20), markdown('~', 2, 20))
		],
		metadata: {
			label_colors: Object.fromEntries(TORTURE.filter(Boolean).map((name) => [name, '#000000'])),
			native_filter_configuration: [category]
		},
		certified_by: 'Ёж & Co',
		css: '/* комментарий */\n.x::after { content: \'→ "q"\'; }\n'
	});
}

function numbers(length) {
	return Array.from({ length }, (_, n) => n);
}
