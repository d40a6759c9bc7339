/** See rest.mjs. */
export class SupersetRest {
	readonly version: readonly [major: number, minor: number];
	static signIn(url: string, account: { username: string; password: string }): Promise<SupersetRest>;
	send(method: string, path: string, body?: unknown): Promise<unknown>;
	list(kind: string, columns?: string): Promise<Record<string, unknown>[]>;
}
