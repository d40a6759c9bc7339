/** What may be shown of a dashboard's git remote; never its token or private key. */
export interface RemoteConnection {
	/** Without user and password. */
	readonly url: string;
	/** Milliseconds since the Unix epoch; `null` when it was not fetched since it was connected. */
	readonly lastFetchedAt: number | null;
	/** `null` where it was sealed with a key that is not here. */
	readonly access: RemoteAccessSummary | null;
}

export interface RemoteAccessSummary {
	/** `folder`: a practice repository on this machine. */
	readonly kind: 'token' | 'ssh' | 'folder';
	/** Of `token`. */
	readonly username: string | null;
	/** Of `token`: certificates of an own authority, as PEM; empty for those of the machine. */
	readonly certificates: string;
	/** Of `ssh`: the one that somebody confirmed. */
	readonly hostKey: HostKeyFingerprint | null;
}

export interface HostKeyFingerprint {
	/** `ssh-ed25519` */
	readonly type: string;
	/** `SHA256:…`, as `ssh` writes it. */
	readonly fingerprint: string;
}

/** The public half of the key pair of a dashboard. */
export interface RemoteKey {
	/** One line, for the list of keys on the git server. */
	readonly publicKey: string;
	readonly fingerprint: string;
	/** Milliseconds since the Unix epoch. */
	readonly createdAt: number;
}

export interface RemoteView {
	/** `null` when none is connected. */
	readonly connection: RemoteConnection | null;
	/** `null` until one is made. */
	readonly key: RemoteKey | null;
}

/** What a test of a git remote found. */
export type RemoteTest = RemoteReached | RemoteHostKey | RemoteNotReached;

export interface RemoteReached {
	readonly kind: 'ok';
	readonly host: string;
	/** `null` for an empty repository. */
	readonly defaultBranch: string | null;
	readonly branchCount: number;
	readonly tagCount: number;
	/** Why our access may not write; `null` when it may. */
	readonly readOnly: { readonly message: string; readonly hint?: string | undefined } | null;
}

/** A host key that nobody has confirmed. */
export interface RemoteHostKey {
	readonly kind: 'host_key';
	readonly host: string;
	readonly found: HostKeyFingerprint;
	/** The one that was confirmed before and is not shown any more. */
	readonly confirmed: HostKeyFingerprint | null;
}

export interface RemoteNotReached {
	readonly kind: 'failed';
	readonly code: string;
	readonly message: string;
	readonly hint?: string | undefined;
}

/** What a fetch found. `moved`: branches that are new or at another commit there; `gone`: that are there no more. */
export interface Fetched {
	/** Milliseconds since the Unix epoch. */
	readonly fetchedAt: number;
	readonly moved: number;
	readonly gone: number;
	/** New here. */
	readonly tags: number;
	/** Names that we do not take, and tags that are at another commit here. */
	readonly passedOver: readonly string[];
}

/** `https://git.example/a.git`, `git@git.example:a.git` → `git.example`; the whole text of what is neither. */
export function hostOfRemote(url: string): string {
	if (URL.canParse(url)) return new URL(url).hostname || url;
	return /^[\w.-]+@([\w.-]+):/.exec(url)?.[1] ?? url;
}
