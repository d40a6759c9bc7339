import type { EnvironmentCredentials, EnvironmentHealth, EnvironmentSummary, Stage } from '#lib/domain/environment.ts';
import { freeName, STAGE_WORDS } from './stage-words.ts';

export type CredentialsKind = EnvironmentCredentials['kind'];
type Typed = Readonly<Record<string, unknown>>;

const textOf = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);

/** What stands in the form that adds or changes an environment. Name and title follow the stage until they are typed. */
export class EnvironmentFields {
	readonly #taken: readonly string[];
	#name = $state<string>();
	#title = $state<string>();
	stage = $state<Stage>('dev');
	url = $state('');
	kind = $state<CredentialsKind>('password');
	username = $state('');
	provider = $state('db');
	secret = $state('');
	/** What the last test of the connection found. */
	tested = $state<EnvironmentHealth>();

	constructor(from: {
		existing?: EnvironmentSummary | undefined;
		taken: readonly string[];
		typed?: Typed | undefined;
	}) {
		const { existing, typed = {} } = from;
		this.#taken = from.taken;
		this.#name = textOf(typed['name']) ?? existing?.name;
		this.#title = textOf(typed['title']) ?? existing?.title;
		this.stage =
			(textOf(typed['stage']) as Stage | undefined) ?? existing?.stage ?? (from.taken.length ? 'prod' : 'dev');
		this.url = textOf(typed['url']) ?? existing?.url ?? '';
		this.kind =
			(textOf(typed['credentialsKind']) as CredentialsKind | undefined) ?? existing?.credentialsKind ?? 'password';
		this.username = textOf(typed['username']) ?? existing?.username ?? '';
		this.provider = textOf(typed['provider']) ?? 'db';
		this.tested = existing?.health;
	}

	get name(): string {
		return this.#name ?? freeName(this.stage, this.#taken);
	}
	set name(name: string) {
		this.#name = name;
	}

	get title(): string {
		return this.#title ?? STAGE_WORDS[this.stage].title;
	}
	set title(title: string) {
		this.#title = title;
	}

	/** Enough is typed to ask Superset. */
	get isTestable(): boolean {
		return URL.canParse(this.url) && this.secret !== '' && (this.kind !== 'password' || this.username !== '');
	}
}
