import fc from '#tests/support/fast-check.ts';

/** YAML as people write it, with everything that Superset does not. */
export const WRITTEN_BY_HAND: readonly string[] = [
	'a: 1\nb:\n  - x\n  - y: [1, 2, {c: d}]\n    z: |\n      line1\n       line2\n\n      line3\n  # comment\n  - >-\n    folded\n    more\n',
	"c: 'it''s'\nd: \"q\\n\\\n    w\"\n? key\n: value\n? long\n  key\n: - a\n  - b\n",
	'- - a\n  - b\n-\n  c: d\n- {}\n- []\n- - - deep\n',
	'key: plain text\n  continued here\n\n  after blank\nother: x # note\n',
	'a:\n- |+\n  x\n\n- >\n  y\n  z\n\n   more\n  end\n- |2-\n    q\n',
	'a: |2-\n    x\n  y\n\nb: |2\n   x\n\n# note\nc: >+\n  x\n\n',
	'{a: 1, \'b\': "2", c: [x y, z], d: , e}\n',
	'---\na: b\n...\n',
	'a:\n    b:\n        c: 1\n    d: 2\n',
	'a: "x\n\n  y\n  z"\nb: \'m\n\n\n  n\'\n',
	'\ufeffa: 1\r\nb: |\r\n  x\r\n  y\r\n',
	'=: 1\n~: 2\n3: 3\n1.50: 4\nyes: 5\n.inf: 6\n',
	'a: 2024-01-01\nb: 2024-01-01 10:00:00\n',
	'a:\n',
	'# nothing\n',
	''
];

const INSERTIONS = [
	...[
		'\n',
		'\n  ',
		'\n    ',
		' ',
		'  ',
		'\t',
		': ',
		'- ',
		'#',
		' #',
		"'",
		'"',
		'\\',
		'|',
		'|-',
		'|2',
		'|+',
		'>',
		'>-',
		'{',
		'}'
	],
	...[
		'[',
		']',
		',',
		'?',
		'? ',
		'&a',
		'*a',
		'!',
		'!!str ',
		'%',
		'---\n',
		'...\n',
		'\n\n',
		'a: 1\n',
		'- b\n',
		"''",
		'""',
		'~',
		'yes'
	],
	...['2024-01-01', '<<: ', '=', '\\\n', '\\x41', '\u0085', '\ufeff', 'é']
];

/** Changes somewhere in a text: an insertion, a deletion, a line moved in or out. `place` is from 0 to 1. */
export type Mutation = {
	readonly place: number;
	readonly insert?: string;
	readonly drop?: number;
	readonly shift?: number;
};

export const anyMutations: fc.Arbitrary<readonly Mutation[]> = fc.array(
	fc.oneof(
		fc.record({ place: fc.double({ min: 0, max: 1, noNaN: true }), insert: fc.constantFrom(...INSERTIONS) }),
		fc.record({ place: fc.double({ min: 0, max: 1, noNaN: true }), drop: fc.integer({ min: 1, max: 3 }) }),
		fc.record({ place: fc.double({ min: 0, max: 1, noNaN: true }), shift: fc.constantFrom(-1, 1, 2) })
	),
	{ minLength: 1, maxLength: 3 }
);

export function mutated(text: string, mutations: readonly Mutation[]): string {
	return mutations.reduce((now, { place, insert = '', drop = 0, shift }) => {
		const at = Math.floor(place * now.length);
		if (shift === undefined) return now.slice(0, at) + insert + now.slice(at + drop);
		const lineStart = now.lastIndexOf('\n', at - 1) + 1;
		return now.slice(0, lineStart) + (shift > 0 ? ' '.repeat(shift) : '') + now.slice(lineStart - Math.min(0, shift));
	}, text);
}
