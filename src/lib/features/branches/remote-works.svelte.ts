import { getContext, setContext } from 'svelte';
import { hostOfRemote, type Fetched } from '#lib/domain/remote.ts';
import { refresh } from '#lib/ui/refresh.ts';
import { Telling } from '#lib/ui/telling.svelte.ts';
import { fetchedWords } from './fetched.ts';
import { publishedWords, type PublishOutcome } from './published.ts';
import { syncedWords, type SyncOutcome } from './synced.ts';
import { SyncLook } from './sync-look.svelte.ts';
import { RemoteLook } from './remote-look.svelte.ts';

/**
 * What is done with the git remote from any tab of a dashboard: one of each, so that what came of it stands in one place
 * (above the tabs) wherever it was asked for.
 */
export class RemoteWorks {
	/** The branch whose button was pressed last. */
	published = $state('');
	readonly publish: Telling;
	readonly fetch: Telling;
	readonly sync: Telling;
	readonly look: RemoteLook;
	readonly syncLook = new SyncLook();
	/** Where publishing, fetching, and pulling with pushing are asked for. */
	readonly publishAction: string;
	readonly fetchAction: string;
	readonly syncAction: string;

	/** @param base address of the dashboard; `url` of its git remote now */
	constructor(base: string, url: () => string | null) {
		const host = () => hostOfRemote(url() ?? '');
		this.publishAction = `${base}/branches?/publish`;
		this.fetchAction = `${base}/branches?/fetch`;
		this.syncAction = `${base}/branches?/sync`;
		this.publish = new Telling(
			(answer) => {
				const { name, outcome } = answer['published'] as { name: string; outcome: PublishOutcome };
				return publishedWords(name, host(), outcome);
			},
			(sent) => `${String(sent.get('name'))} was not published`
		);
		this.fetch = new Telling(
			(answer) => {
				// What was rejected for the want of a fetch is no news any more.
				if (this.publish.notDone?.isBehind) this.publish.notDone = null;
				return fetchedWords(host(), answer['fetched'] as Fetched | null);
			},
			() => 'The git remote was not fetched'
		);
		this.sync = new Telling(
			(answer) => {
				const { branch, outcome } = answer['synced'] as { branch: string; outcome: SyncOutcome };
				return syncedWords(branch, host(), outcome);
			},
			(sent) => `${String(sent.get('branch'))} was not pulled and pushed`
		);
		this.look = new RemoteLook(
			() => (url() === null ? null : `/api/v1${base}/remote/checks`),
			() => void refresh()
		);
	}

	/** Somebody goes on to another page: what was told here is read. */
	clear(): void {
		this.publish.notDone = null;
		this.fetch.notDone = null;
		this.sync.notDone = null;
	}

	isPublishing(branch: string): boolean {
		return this.publish.busy && this.published === branch;
	}
}

const KEY = Symbol('what is done with the git remote');
export const setRemoteWorks = (works: RemoteWorks): RemoteWorks => setContext(KEY, works);
/** Those of the layout around. */
export const getRemoteWorks = (): RemoteWorks => getContext<RemoteWorks>(KEY);
