import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { createGunzip } from 'node:zlib';
import type { TokenAccess } from '#lib/server/git/remote-access.ts';

export const TOKEN = 'ghp_planted/secret+token';

/** A git host that does one thing in its own way. `undefined`: as a host should. */
export type Answer = (request: IncomingMessage, response: ServerResponse) => void;

export interface GitHost {
	readonly url: string;
	/** What asked for it, in order: method, path with query, sign-in. */
	readonly requests: { readonly url: string; readonly authorization: string | undefined }[];
	/** Answer like this from now on. */
	answer: Answer | undefined;
	access(changes?: Partial<TokenAccess>): TokenAccess;
	close(): Promise<void>;
}

/** Smart HTTP over the bare repositories of a folder: git's own server behind Node, on this machine only. */
export async function startHost(folder: string): Promise<GitHost> {
	const sockets = new Set<Socket>();
	const server = createServer((request, response) => {
		host.requests.push({ url: request.url!, authorization: request.headers.authorization });
		if (host.answer) return host.answer(request, response);
		const password = Buffer.from(request.headers.authorization?.split(' ')[1] ?? '', 'base64').toString();
		if (password !== `ada:${TOKEN}`) {
			response.writeHead(401, { 'www-authenticate': 'Basic realm="git"' }).end();
			return;
		}
		serve(folder, request, response);
	});
	server.on('connection', (socket) => {
		sockets.add(socket);
		socket.on('close', () => sockets.delete(socket));
	});
	server.listen(0, '127.0.0.1');
	await once(server, 'listening');
	const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/sales.git`;
	const host: GitHost = {
		url,
		requests: [],
		answer: undefined,
		access: (changes) => ({
			kind: 'token',
			url,
			username: 'ada',
			token: TOKEN,
			allowedHosts: ['127.0.0.1'],
			...changes
		}),
		async close() {
			for (const socket of sockets) socket.destroy();
			server.close();
			await once(server, 'close');
		}
	};
	return host;
}

/** @see https://git-scm.com/docs/git-http-backend */
export function serve(folder: string, request: IncomingMessage, response: ServerResponse): void {
	const { pathname, search } = new URL(request.url!, 'http://localhost');
	const cgi = spawn('git', ['http-backend'], {
		env: {
			...{
				PATH: process.env['PATH'],
				GIT_PROJECT_ROOT: folder,
				GIT_HTTP_EXPORT_ALL: '1',
				GIT_CONFIG_GLOBAL: '/dev/null'
			},
			...{ REQUEST_METHOD: request.method, PATH_INFO: pathname, QUERY_STRING: search.slice(1), REMOTE_USER: 'ada' },
			...{
				CONTENT_TYPE: request.headers['content-type'] ?? '',
				GIT_PROTOCOL: String(request.headers['git-protocol'] ?? '')
			},
			REMOTE_ADDR: '127.0.0.1'
		},
		stdio: ['pipe', 'pipe', 'ignore']
	});
	cgi.stdin.on('error', () => {});
	const body = request.headers['content-encoding'] === 'gzip' ? request.pipe(createGunzip()) : request;
	body.pipe(cgi.stdin);
	let head = Buffer.alloc(0);
	cgi.stdout.on('data', (chunk: Buffer) => {
		if (response.headersSent) return void response.write(chunk);
		head = Buffer.concat([head, chunk]);
		const end = head.indexOf('\r\n\r\n');
		if (end === -1) return;
		const headers = head
			.subarray(0, end)
			.toString()
			.split('\r\n')
			.map((line) => line.split(/: (.*)/s) as [string, string]);
		const { Status = '200', ...others } = Object.fromEntries(headers);
		response.writeHead(Number.parseInt(Status, 10), others).write(head.subarray(end + 4));
	});
	cgi.on('close', () => response.end());
}
