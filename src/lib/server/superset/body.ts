import type { Readable } from 'node:stream';
import { createBrotliDecompress, createGunzip, createInflate } from 'node:zlib';
import type { Watch } from './watch.ts';

/** More than may be read. */
export class BodyTooLarge extends Error {}
/** Compressed in a way that was not asked for. */
export class UnknownEncoding extends Error {
	readonly encoding: string;
	constructor(encoding: string) {
		super(encoding);
		this.encoding = encoding;
	}
}

/** The whole body, decompressed, at most `maxBytes` of it; `seen` counts along. */
export async function readBody(
	raw: Readable,
	headers: Readonly<Record<string, string | string[] | undefined>>,
	maxBytes: number,
	watch: Watch,
	seen: { bytes: number }
): Promise<Uint8Array> {
	const chunks: Buffer[] = [];
	try {
		// Stopping half way makes undici emit an error that nobody waits for any more.
		raw.on('error', () => {});
		for await (const chunk of decoded(raw, String(headers['content-encoding'] ?? '').toLowerCase())) {
			watch.inBody();
			seen.bytes += (chunk as Buffer).byteLength;
			// Counted after decompression and while reading: what a header says about the size proves nothing.
			if (seen.bytes > maxBytes) throw new BodyTooLarge();
			chunks.push(chunk as Buffer);
		}
	} finally {
		raw.destroy();
	}
	return Buffer.concat(chunks);
}

function decoded(raw: Readable, encoding: string): Readable {
	if (encoding === '' || encoding === 'identity') return raw;
	const through =
		encoding === 'gzip' || encoding === 'x-gzip'
			? createGunzip()
			: encoding === 'deflate'
				? createInflate()
				: encoding === 'br'
					? createBrotliDecompress()
					: undefined;
	if (!through) throw new UnknownEncoding(encoding.slice(0, 40));
	raw.on('error', (error) => through.destroy(error));
	return raw.pipe(through);
}
