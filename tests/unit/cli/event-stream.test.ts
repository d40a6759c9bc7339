import { expect, test } from 'vitest';
import { eventsIn } from '../../../src/cli/event-stream.ts';

const streamOf = (chunks: readonly Uint8Array[]) =>
	new ReadableStream<Uint8Array>({
		start(controller) {
			for (const chunk of chunks) controller.enqueue(chunk);
			controller.close();
		}
	});

test('CLI-30 events come whole however the bytes are cut; comments are passed over, a broken one is not given', async () => {
	const bytes = new TextEncoder().encode('id: 1\ndata: {"é":1}\n\n: still here\n\ndata: a\r\ndata: b\r\n\r\ndata: cut');
	for (const size of [1, 2, 3, 7, bytes.length]) {
		const chunks = Array.from({ length: Math.ceil(bytes.length / size) }, (_, at) =>
			bytes.slice(at * size, (at + 1) * size)
		);
		const found: string[] = [];
		for await (const data of eventsIn(streamOf(chunks))) found.push(data);
		expect(found).toEqual(['{"é":1}', 'a\nb']);
	}
});
