/**
 * The `data` of each server-sent event of a stream; ids, names and comments are passed over.
 * @see https://html.spec.whatwg.org/multipage/server-sent-events.html#event-stream-interpretation
 */
export async function* eventsIn(stream: ReadableStream<Uint8Array>): AsyncGenerator<string> {
	const decoder = new TextDecoder();
	let pending = '';
	let data: string[] = [];
	for await (const chunk of stream as unknown as AsyncIterable<Uint8Array>) {
		const lines = (pending + decoder.decode(chunk, { stream: true })).split(/\r?\n/);
		pending = lines.pop() ?? '';
		for (const line of lines) {
			if (line.startsWith('data:')) data.push(line.slice('data:'.length).replace(/^ /, ''));
			if (line !== '' || data.length === 0) continue;
			yield data.join('\n');
			data = [];
		}
	}
}
