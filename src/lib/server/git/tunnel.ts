import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';
import { AddressRefused, checkedAddresses, type Allowance } from './addresses.ts';

/** The way of one git process to one host. */
export interface Tunnel {
	/** For `http.proxy`. */
	readonly proxy: string;
	/** Why it was cut or never opened, when it was. */
	readonly failure: TunnelFailure | undefined;
	close(): Promise<void>;
}

/** `refused`: the address may not be called · `no_host`, `unreachable`: nobody is there · `too_large`: it answered too much. */
export type TunnelFailure = 'refused' | 'no_host' | 'unreachable' | 'too_large';

export interface TunnelOptions extends Allowance {
	readonly host: string;
	readonly port: number;
	/** Of everything that comes in. */
	readonly maxBytes: number;
}

const CONNECT_TIMEOUT_MS = 15_000;
/** SOCKS 5 (RFC 1928): no sign-in; connect; a name as address; what we answer. */
const VERSION = 5;
const NO_SIGN_IN = Buffer.from([VERSION, 0]);
const ANSWER = { granted: 0, refused: 2, unreachable: 4 } as const;

/**
 * A SOCKS 5 server on this machine that leads to one host and port, for as long as one git process runs. Git knows neither a limit
 * to what it holds of an answer, nor which addresses it may call; here both are known, and a name is looked up once.
 */
export async function openTunnel(options: TunnelOptions): Promise<Tunnel> {
	const sockets = new Set<Socket>();
	let left = options.maxBytes;
	let failure: TunnelFailure | undefined;
	const fail = (reason: TunnelFailure) => {
		failure ??= reason;
		for (const socket of sockets) socket.destroy();
	};
	const track = (socket: Socket) => {
		sockets.add(socket);
		socket.on('error', () => socket.destroy()); // git sees a cut connection, and says so
		socket.on('close', () => sockets.delete(socket));
	};

	const serve = async (client: Socket) => {
		track(client);
		const target = await readRequest(client);
		if (target?.host.toLowerCase() !== options.host.toLowerCase() || target.port !== options.port) {
			client.end(answer('refused'));
			return;
		}
		const remote = await reach(options).catch((error: unknown) => {
			client.end(answer(error instanceof AddressRefused ? 'refused' : 'unreachable'));
			failure ??= failureOf(error);
		});
		if (!remote) return;
		track(remote);
		remote.on('data', (chunk: Buffer) => {
			left -= chunk.length;
			if (left < 0) fail('too_large');
		});
		remote.on('close', () => client.destroy());
		client.on('close', () => remote.destroy());
		if (client.destroyed) remote.destroy();
		client.write(answer('granted'));
		client.pipe(remote).pipe(client);
	};
	const server = createServer((client) => void serve(client).catch(() => client.destroy()));
	server.listen(0, '127.0.0.1');
	await once(server, 'listening');

	return {
		proxy: `socks5h://127.0.0.1:${(server.address() as AddressInfo).port}`,
		get failure() {
			return failure;
		},
		async close() {
			for (const socket of sockets) socket.destroy();
			server.close();
			await once(server, 'close');
		}
	};
}

/** A connection to the first of the checked addresses that answers. */
async function reach({ host, port, ...allowance }: TunnelOptions): Promise<Socket> {
	let last: unknown;
	for (const { address } of await checkedAddresses(host, allowance)) {
		const socket = connect({ host: address, port });
		try {
			await once(socket, 'connect', { signal: AbortSignal.timeout(CONNECT_TIMEOUT_MS) });
			return socket;
		} catch (error) {
			socket.destroy();
			last = error;
		}
	}
	throw last;
}

/** Greeting and request; `undefined` for what is no connection to a named host. */
async function readRequest(client: Socket): Promise<{ host: string; port: number } | undefined> {
	const take = reader(client);
	const [version, methods = 0] = await take(2);
	if (version !== VERSION) return undefined;
	await take(methods);
	client.write(NO_SIGN_IN);
	const [, command, , kind] = await take(4);
	if (command !== 1) return undefined;
	const length = kind === 3 ? (await take(1))[0]! : kind === 1 ? 4 : 16;
	const address = await take(length);
	const port = (await take(2)).readUInt16BE();
	return { host: kind === 3 ? address.toString('latin1') : addressText(address), port };
}

function addressText(bytes: Buffer): string {
	if (bytes.length === 4) return bytes.join('.');
	const groups = Array.from({ length: 8 }, (_, i) => bytes.readUInt16BE(i * 2).toString(16));
	return new URL(`http://[${groups.join(':')}]`).hostname;
}

function reader(socket: Socket): (length: number) => Promise<Buffer> {
	return async (length) => {
		if (length === 0) return Buffer.alloc(0);
		for (;;) {
			const bytes = socket.read(length) as Buffer | null;
			if (bytes) return bytes;
			if (socket.readableEnded || socket.destroyed) throw new Error('the connection ended in its first words');
			await Promise.race([once(socket, 'readable'), once(socket, 'close')]);
		}
	};
}

const answer = (kind: keyof typeof ANSWER): Buffer => Buffer.from([VERSION, ANSWER[kind], 0, 1, 0, 0, 0, 0, 0, 0]);

function failureOf(error: unknown): TunnelFailure {
	if (error instanceof AddressRefused) return 'refused';
	const { code } = error as NodeJS.ErrnoException;
	return code === 'ENOTFOUND' || code === 'EAI_AGAIN' ? 'no_host' : 'unreachable';
}
