import type { RemoteView } from '#lib/domain/remote.ts';
import { kindOfAddress } from './address-kind.ts';

const textOf = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);

/** What stands in the form that connects a git remote. The kind follows the address that is typed. */
export class RemoteFields {
	#url = $state('');
	kind = $state<'token' | 'ssh'>('token');
	username = $state('');
	token = $state('');
	certificates = $state('');
	/** Fingerprint of the host key that somebody said yes to, for the address that is typed. */
	hostKey = $state('');

	/** @param typed what a refused form sent, without its secrets */
	constructor(view: RemoteView, typed: Readonly<Record<string, unknown>> = {}) {
		const access = view.connection?.access;
		this.#url = textOf(typed['url']) ?? view.connection?.url ?? '';
		this.kind = (textOf(typed['kind']) ?? access?.kind) === 'ssh' ? 'ssh' : 'token';
		this.username = textOf(typed['username']) ?? access?.username ?? '';
		this.certificates = textOf(typed['certificates']) ?? access?.certificates ?? '';
	}

	get url(): string {
		return this.#url;
	}
	set url(url: string) {
		this.#url = url;
		this.hostKey = '';
		this.kind = kindOfAddress(url) ?? this.kind;
	}
}
