import fc from '#tests/support/fast-check.ts';
import { expect, test } from 'vitest';
import { BatchOutput, type BatchAnswer } from '#lib/server/git/batch-output.ts';

const content = fc.uint8Array({ maxLength: 50 }).map((bytes) => Buffer.from(bytes));

test('GIT-10 pieces may end anywhere', () => {
	fc.assert(
		fc.property(
			fc.array(fc.option(content), { maxLength: 8 }),
			fc.array(fc.nat(20), { minLength: 1 }),
			(objects, cuts) => {
				const stream = Buffer.concat(
					objects.flatMap((bytes) =>
						bytes
							? [Buffer.from(`${'a'.repeat(40)} blob ${bytes.length}\n`), bytes, Buffer.from('\n')]
							: [Buffer.from('bbbb missing\n')]
					)
				);
				expect(read(stream, cuts)).toEqual(
					objects.map((bytes) => (bytes ? { type: 'blob', bytes: new Uint8Array(bytes) } : 'missing'))
				);
			}
		)
	);
});

test('GIT-14 what is too large is passed over, the rest is read', () => {
	const stream = Buffer.from(`aa blob 3\nabc\naa tree 9\n123456789\naa commit 0\n\n`);
	expect(read(stream, [2], 5)).toEqual([
		{ type: 'blob', bytes: new Uint8Array([97, 98, 99]) },
		'too_large',
		{ type: 'commit', bytes: new Uint8Array() }
	]);
});

test('GIT-11 a line that git does not print is not taken for an answer', () => {
	expect(() => read(Buffer.from('fatal: something\n'), [5])).toThrow('a line that it should not');
});

function read(stream: Buffer, cuts: readonly number[], most = Infinity): BatchAnswer[] {
	const answers: BatchAnswer[] = [];
	const output = new BatchOutput({ answer: (answer) => answers.push(answer), mayHold: (size) => size <= most });
	for (let at = 0, i = 0; at < stream.length; i++) {
		const end = at + 1 + cuts[i % cuts.length]!;
		output.write(stream.subarray(at, end));
		at = end;
	}
	return answers;
}
