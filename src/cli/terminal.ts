import { createInterface } from 'node:readline/promises';

export interface Output {
	/** Whether a person reads it as it comes. */
	readonly isTerminal: boolean;
	write(text: string | Uint8Array): void;
}

/** Everything outside that a command touches, but for files and servers. */
export interface Terminal {
	readonly env: Readonly<Record<string, string | undefined>>;
	readonly out: Output;
	readonly err: Output;
	/** Whether somebody can be asked. */
	readonly isInteractive: boolean;
	ask(question: string): Promise<string>;
	/** Ctrl-C comes to the listener instead of ending the process. @returns what ends that */
	onInterrupt(listener: () => void): () => void;
}

/** The terminal, pipes and signals of this process. */
export function processTerminal(): Terminal {
	return {
		env: process.env,
		out: outputOf(process.stdout),
		err: outputOf(process.stderr),
		isInteractive: Boolean(process.stdin.isTTY && process.stderr.isTTY),
		async ask(question) {
			const lines = createInterface({ input: process.stdin, output: process.stderr });
			// Ctrl-C and Ctrl-D end the asking: nobody said yes.
			const leave = new AbortController();
			for (const event of ['SIGINT', 'close'] as const) lines.once(event, () => leave.abort());
			try {
				return await lines.question(question, { signal: leave.signal });
			} catch {
				return '';
			} finally {
				lines.close();
			}
		},
		onInterrupt(listener) {
			process.on('SIGINT', listener);
			return () => process.off('SIGINT', listener);
		}
	};
}

function outputOf(stream: NodeJS.WriteStream): Output {
	let isOpen = true;
	stream.on('error', (cause: NodeJS.ErrnoException) => {
		// The reader has seen enough (`| head`). The work goes on: a deployment must not stop halfway for that.
		if (cause.code !== 'EPIPE') throw cause;
		isOpen = false;
	});
	return { isTerminal: Boolean(stream.isTTY), write: (text) => void (isOpen && stream.write(text)) };
}
