import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { expect, test } from 'vitest';

/** A place that names a criterion: `specs/domain/tree.md:12`. */
interface Mention {
	readonly id: string;
	readonly place: string;
}

const criteria = filesIn('specs', /\.md$/).flatMap(criteriaOf);
const proofs = filesIn('tests', /\.test\.tsx?$/).flatMap(proofsOf);

test('CODE-2 there are criteria and tests to compare', () => {
	expect(criteria.length).toBeGreaterThan(0);
	expect(proofs.length).toBeGreaterThan(0);
});

test('CODE-2 every criterion has a test whose title starts with its id', () => {
	const proven = new Set(proofs.map(({ id }) => id));
	expect(lines(criteria.filter(({ id }) => !proven.has(id)))).toEqual([]);
});

test('CODE-2 every id in a title of a test is a criterion', () => {
	const known = new Set(criteria.map(({ id }) => id));
	expect(lines(proofs.filter(({ id }) => !known.has(id)))).toEqual([]);
});

test('CODE-2 no criterion is defined twice', () => {
	const again = criteria.filter(({ id }, index) => criteria.findIndex((other) => other.id === id) !== index);
	expect(lines(again)).toEqual([]);
});

test('CODE-2 a skipped test proves nothing, one made by each proves its id', () => {
	const text = ["test.skip('AB-1 x', f)", "it.each([1])('AB-2 x', f)", 'test(`AB-3 ${x}`, f)', "test('no id', f)"];
	expect(titlesOf(text.join('\n'), 'sample.test.ts').map(({ id }) => id)).toEqual(['AB-2', 'AB-3']);
});

function criteriaOf(file: string): Mention[] {
	return readFileSync(file, 'utf8')
		.split('\n')
		.flatMap((text, index) => {
			const [, id] = /^- \*\*([A-Z][A-Z0-9-]*-\d+[a-z]?)\*\* /.exec(text) ?? [];
			return id === undefined ? [] : [{ id, place: `${file}:${index + 1}` }];
		});
}

function proofsOf(file: string): Mention[] {
	return titlesOf(readFileSync(file, 'utf8'), file);
}

/** Ids that the titles of `test(…)`, `it(…)` and their forms (`test.each(…)(…)`) start with. */
function titlesOf(text: string, file: string): Mention[] {
	const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true);
	const found: Mention[] = [];
	const visit = (node: ts.Node): void => {
		const title = ts.isCallExpression(node) && startsTest(node.expression) ? node.arguments[0] : undefined;
		const id = title === undefined ? undefined : /^['"`]([A-Z][A-Z0-9-]*-\d+[a-z]?)\b/.exec(title.getText(source))?.[1];
		if (id !== undefined) {
			const { line } = source.getLineAndCharacterOfPosition(node.getStart(source));
			found.push({ id, place: `${file}:${line + 1}` });
		}
		ts.forEachChild(node, visit);
	};
	visit(source);
	return found;
}

/** Whether a callee is `test`, `it`, or a form of them that runs: `test.each([…])`, `test.skipIf(…)`. */
function startsTest(callee: ts.Expression): boolean {
	if (ts.isIdentifier(callee)) return callee.text === 'test' || callee.text === 'it';
	if (ts.isCallExpression(callee)) return startsTest(callee.expression);
	if (ts.isTaggedTemplateExpression(callee)) return startsTest(callee.tag);
	return (
		ts.isPropertyAccessExpression(callee) &&
		!/^(skip|todo|fails)$/.test(callee.name.text) &&
		startsTest(callee.expression)
	);
}

function filesIn(folder: string, name: RegExp): string[] {
	return readdirSync(folder, { recursive: true, encoding: 'utf8' })
		.map((path) => join(folder, path))
		.filter((path) => name.test(path));
}

const lines = (mentions: readonly Mention[]) => mentions.map(({ id, place }) => `${id} (${place})`);
