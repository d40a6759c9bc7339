import fc from '#tests/support/fast-check.ts';
import type { Typed } from './oracle.ts';

/** Strings that some reader of YAML takes for something else, or that some writer breaks. */
export const TORTURE: readonly string[] = [
	...['', '~', 'null', 'Null', 'yes', 'Yes', 'y', 'Y', 'n', 'N', 'no', 'on', 'off', 'true', 'TRUE', 'False'],
	...['1e5', '12e3', '1e-7', '1.5e10', '1e+5', '+.5e3', '0o17', '089', '0123', '0x1F', '0b101', '1_000', '1__0', '0_'],
	...['1:30', '1:30.5', '190:20:30.15', '0b_', '0x_', '1.', '1.e5', '1.e+5', '.5', '._5', '00', '-0', '-0.0', '0.0'],
	...[
		'+.inf',
		'-.INF',
		'.NaN',
		'.nan',
		'=',
		'<<',
		'=SUM(A1)',
		'+1',
		'%percent',
		'@at',
		'`tick',
		'!a',
		'&a',
		'*a',
		'|',
		'>'
	],
	...['2024-01-01', '2001-12-14t21:59:43.10-05:00', '2024-01-01 10:00:00', '2024-13-45', '2024-1-1', '1 2'],
	...[
		'-',
		'--',
		'---',
		'...',
		'- a',
		'-a',
		'?',
		'? a',
		'?a',
		':',
		': a',
		':a',
		'a:',
		'a: b',
		'a #b',
		'#',
		'a#',
		'# hash'
	],
	...[
		' a',
		'a ',
		' leading',
		'trailing ',
		"'",
		'"',
		"it''s",
		'O\'Brien "quoted" `tick`',
		'\\',
		'{}',
		'[]',
		'{a}',
		'[a]',
		'a,b'
	],
	...[
		'\t',
		'a\tb',
		'\ta',
		'a\t',
		'\n',
		' \n',
		'\n ',
		'a\n',
		'a\n\n',
		'\na',
		'a\n b',
		' a\nb',
		'\ta\nb',
		'a\n\tb',
		'a  \nb'
	],
	...[
		'a\nb  ',
		'a\nb\n  ',
		'a\n  \nb',
		'\n\n a',
		'  \n a',
		'  q\n  ',
		'q\n \n ',
		'\n  r\n\n',
		'a\n---\nb',
		'a\n...\nb',
		'--- a'
	],
	...[
		'a\r\nb',
		'a\rb',
		'\u0085',
		'a\u0085b',
		'a\u2028b',
		'a\u2029b',
		'\ufeffa',
		'\u00a0',
		'\u3000 x',
		'zero\u200bwidth'
	],
	...[
		'\0',
		'\u0007',
		'\u001b',
		'\u007f',
		'\u009f',
		'\ufffe',
		'\uffff',
		'\ud83d',
		'a\ude00',
		'\ud83d\ude00',
		'Выручка - план',
		'销售额'
	],
	...[
		'__proto__',
		'constructor',
		'x'.repeat(200),
		`${'word '.repeat(40)}end`,
		'k'.repeat(1100),
		"SELECT *\nFROM t\n  WHERE a = 'b'\n"
	],
	...[
		"{{ filter_values('a') }}\n{% if x %}",
		'SUM(a)\n/ COUNT(*)',
		'{"a": ["\\u0412", 1e5]}',
		'#fff',
		'100%',
		"''",
		'""',
		"'a'"
	]
];

const PIECES = [
	...[
		'a',
		'b',
		'Z',
		'0',
		'1',
		'9',
		'_',
		' ',
		'  ',
		'\n',
		'\n\n',
		'\t',
		':',
		'# ',
		'#',
		'-',
		'- ',
		'?',
		'? ',
		': ',
		',',
		'[',
		']'
	],
	...[
		'{',
		'}',
		'&',
		'*',
		'!',
		'|',
		'>',
		"'",
		'"',
		'%',
		'@',
		'`',
		'\\',
		'=',
		'~',
		'\r',
		'\u0085',
		'\u2028',
		'\ufeff',
		'é',
		'Ж',
		'漢'
	],
	...[
		'😀',
		'\ud83d',
		'\0',
		'\u001b',
		'\u007f',
		'\uffff',
		'word ',
		'long words that go on and on ',
		'SELECT *\nFROM t',
		'{{ x }}'
	]
];

export const anyText: fc.Arbitrary<string> = fc.oneof(
	fc.constantFrom(...TORTURE),
	fc.array(fc.constantFrom(...PIECES, ...TORTURE.slice(0, 60)), { maxLength: 8 }).map((parts) => parts.join('')),
	fc.array(fc.constantFrom(...PIECES), { maxLength: 60 }).map((parts) => parts.join('')),
	fc.string({ unit: 'binary', maxLength: 20 })
);

const ODD_FLOATS = [0, 1, -3, 1e15, 1e16, 1e22, 123456789012345680, 1e-4, 1e-5, 5e-324, 1.7976931348623157e308, 0.1];

const anyNumber: fc.Arbitrary<Typed> = fc.oneof(
	fc.integer().map((value): Typed => ['i', String(value)]),
	fc.bigInt({ min: -(2n ** 90n), max: 2n ** 90n }).map((value): Typed => ['i', String(value)]),
	fc.constantFrom('9007199254740992', '9007199254740993', '-9007199254740993').map((digits): Typed => ['i', digits]),
	fc.constantFrom('nan', 'inf', '-inf', '-0.0').map((word): Typed => ['f', word]),
	fc
		.oneof(fc.double({ noNaN: true, noDefaultInfinity: true }), fc.constantFrom(...ODD_FLOATS))
		.map((value): Typed => ['f', Object.is(value, -0) ? '-0.0' : String(value)])
);

const scalar: fc.Arbitrary<Typed> = fc.oneof(
	{ weight: 6, arbitrary: anyText.map((text): Typed => ['s', text]) },
	{ weight: 2, arbitrary: anyNumber },
	{ weight: 1, arbitrary: fc.constantFrom<Typed>(['n'], ['b', true], ['b', false]) }
);

const { tree } = fc.letrec<{ tree: Typed; list: Typed; mapping: Typed }>((tie) => ({
	tree: fc.oneof({ depthSize: 'small', withCrossShrink: true }, scalar, tie('list'), tie('mapping')),
	list: fc.array(tie('tree'), { maxLength: 5 }).map((items): Typed => ['l', items]),
	mapping: mappingOf(tie('tree'))
}));

function mappingOf(item: fc.Arbitrary<Typed>): fc.Arbitrary<Typed> {
	return fc
		.uniqueArray(fc.tuple(anyText, item), { maxLength: 5, selector: ([key]) => key })
		.map((entries): Typed => ['m', entries.map(([key, value]) => [['s', key], value] as const)]);
}

/** What a YAML file can hold: mostly a mapping, as in an export. */
export const anyValue: fc.Arbitrary<Typed> = fc.oneof(
	{ weight: 6, arbitrary: mappingOf(tree) },
	{ weight: 1, arbitrary: tree }
);
