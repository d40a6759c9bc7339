/** Proxies close a connection that is silent for a minute or less. */
const STILL_HERE_MS = 15_000;

/**
 * Answer a request with Server-Sent Events.
 *
 * Each event carries its `seq` as the SSE id, so a browser that reconnects sends it back as `Last-Event-ID` and the
 * caller can resume. The stream ends with the generator; when the reader leaves, the generator is returned.
 *
 * @see https://html.spec.whatwg.org/multipage/server-sent-events.html
 */
export function sse(events: AsyncGenerator<{ seq: number }>): Response {
	const encoder = new TextEncoder();
	let stillHere: ReturnType<typeof setInterval>;

	const body = new ReadableStream<Uint8Array>({
		start(controller) {
			stillHere = setInterval(() => controller.enqueue(encoder.encode(': still here\n\n')), STILL_HERE_MS);
			stillHere.unref();
		},
		async pull(controller) {
			try {
				const { value, done } = await events.next();
				if (!done) {
					controller.enqueue(encoder.encode(`id: ${value.seq}\ndata: ${JSON.stringify(value)}\n\n`));
					return;
				}
				clearInterval(stillHere);
				controller.close();
			} catch (cause) {
				// The head is sent: all that is left is to cut the stream, so that the reader asks again.
				clearInterval(stillHere);
				controller.error(cause);
			}
		},
		async cancel() {
			clearInterval(stillHere);
			await events.return(undefined);
		}
	});

	return new Response(body, {
		headers: {
			'content-type': 'text/event-stream',
			'cache-control': 'no-cache, no-transform',
			'x-accel-buffering': 'no'
		}
	});
}
