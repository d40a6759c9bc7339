import type { EnvironmentCredentials } from '#lib/domain/environment.ts';

/** What sort of request it is; each has its own limits, since an export may take minutes and a list may not. */
export type RequestKind = 'sign-in' | 'read' | 'write' | 'export' | 'import';

/** Limits of one request. Times in milliseconds, sizes in bytes after decompression. */
export interface RequestLimits {
	/** From sending until the head of the answer is there, the upload included. */
	readonly headersMs: number;
	/** Longest silence in the middle of a body. */
	readonly bodyIdleMs: number;
	/** The whole request, so that a body that trickles does not last for ever. */
	readonly totalMs: number;
	/** The largest body that is read. */
	readonly maxBytes: number;
}

export interface Limits extends Readonly<Record<RequestKind, RequestLimits>> {
	readonly connectMs: number;
}

const SECOND = 1000;
const MB = 1024 * 1024;

/** Superset builds a whole answer before it sends the head, so `headersMs` of an export is its work, not the network. */
export const DEFAULT_LIMITS: Limits = {
	connectMs: 10 * SECOND,
	'sign-in': { headersMs: 30 * SECOND, bodyIdleMs: 15 * SECOND, totalMs: 60 * SECOND, maxBytes: 8 * MB },
	read: { headersMs: 60 * SECOND, bodyIdleMs: 30 * SECOND, totalMs: 180 * SECOND, maxBytes: 64 * MB },
	write: { headersMs: 120 * SECOND, bodyIdleMs: 30 * SECOND, totalMs: 180 * SECOND, maxBytes: 16 * MB },
	export: { headersMs: 300 * SECOND, bodyIdleMs: 60 * SECOND, totalMs: 900 * SECOND, maxBytes: 512 * MB },
	import: { headersMs: 600 * SECOND, bodyIdleMs: 60 * SECOND, totalMs: 900 * SECOND, maxBytes: 8 * MB }
};

/** One request as the log of a job and the benchmarks see it. Nothing secret can be in it. */
export interface RequestRecord {
	readonly method: string;
	/** With the query, without scheme and host. */
	readonly path: string;
	/** `null` when there was no answer. */
	readonly status: number | null;
	/** Wall time until the last byte. */
	readonly ms: number;
	/** Bytes of the answer's body, decompressed. */
	readonly bytes: number;
	/** Bytes of the request's body. */
	readonly sentBytes: number;
}

export interface SupersetOptions {
	/** Where Superset is: `https://superset.example` or, under a prefix, `https://example/bi`. */
	readonly url: string;
	readonly credentials: EnvironmentCredentials;
	readonly limits?: Partial<Limits>;
	/**
	 * Names, addresses (`10.1.2.3`) and ranges (`10.0.0.0/8`) inside our own network that may be called. A name allows
	 * private and loopback addresses; link-local and metadata addresses must be listed as addresses. Public ones need
	 * no entry.
	 */
	readonly allowedHosts?: readonly string[];
	/** Every private and loopback address may be called. */
	readonly allowPrivate?: boolean;
	/** Told of every request, after it. */
	readonly onRequest?: (record: RequestRecord) => void;
	/** Milliseconds since the epoch; default `Date.now`. */
	readonly now?: () => number;
	/** Waits between attempts; default a timer. */
	readonly wait?: (ms: number, signal: AbortSignal | undefined) => Promise<void>;
}

/** The last argument of every call. */
export interface CallOptions {
	readonly signal?: AbortSignal | undefined;
}

/** Of a call that moves a bundle. */
export interface BundleOptions extends CallOptions {
	/** What is in it, for an error: `chart “Revenue”`. Default: the kind, and the ids where there are some. */
	readonly what?: string | undefined;
}
