import { expect, test } from 'vitest';
import { fieldsWithBytes } from '#lib/server/web/fields.ts';

const send = (fields: Record<string, string | File>) => {
	const body = new FormData();
	for (const [name, value] of Object.entries(fields)) body.set(name, value);
	return fieldsWithBytes(new Request('http://ours.invalid', { method: 'POST', body }), 'zip');
};

test('ADD-4 a file comes out of a form as bytes, with its name', async () => {
	const fields = await send({ zip: new File([new Uint8Array([80, 75, 0])], 'a.zip'), dashboard: 'x' });
	expect(fields).toEqual({ zip: new Uint8Array([80, 75, 0]), zipName: 'a.zip', dashboard: 'x' });
});

test('ADD-4 a file that was not chosen, or was not asked for, is left out', async () => {
	const fields = await send({ zip: new File([], ''), other: new File(['x'], 'other.txt') });
	expect(fields).toEqual({});
});
