import type { Generated } from 'kysely';
import type { AssetKind } from '#lib/domain/asset.ts';
import type { DeploymentKind, DeploymentState } from '#lib/domain/deployment.ts';
import type { EnvironmentCredentials, Stage } from '#lib/domain/environment.ts';
import type { AssetUuid, DashboardId, DeploymentId, EnvironmentName, JobId, MergeId, Oid } from '#lib/domain/ids.ts';
import type { TouchedChange } from '#lib/domain/history.ts';
import type { JobEvent, JobState } from '#lib/domain/job.ts';
import type { MergePurpose } from '#lib/domain/merge/session.ts';
import type { PlanHash } from '#lib/domain/plan.ts';
import type { BranchName } from '#lib/domain/refs.ts';

/**
 * The tables, but for those of sign-in, which `auth/` keeps. Times are integers: milliseconds since the Unix epoch, UTC; but the sign-in library writes ISO text.
 * JSON is text and is turned into domain types by the one file of queries of its table.
 */
export interface Schema {
	dashboard: DashboardTable;
	environment: EnvironmentTable;
	environment_dashboard: EnvironmentDashboardTable;
	environment_lock: EnvironmentLockTable;
	deployment: DeploymentTable;
	plan: PlanTable;
	remote: RemoteTable;
	remote_key: RemoteKeyTable;
	open_merge: OpenMergeTable;
	job: JobTable;
	job_event: JobEventTable;
	history_index: HistoryIndexTable;
	commit_index: CommitIndexTable;
	commit_asset: CommitAssetTable;
	commit_text: CommitTextTable;
	commit_search: CommitSearchTable;
}

export interface DashboardTable {
	id: DashboardId;
	title: string;
	/** Superset's uuid of it, the same in every environment. */
	dashboard_uuid: AssetUuid;
	home_environment: EnvironmentName | null;
	default_branch: BranchName;
	created_at: number;
	/** Name of the person. */
	created_by: string;
}

export interface EnvironmentTable {
	name: EnvironmentName;
	title: string;
	url: string;
	stage: Stage;
	credentials_kind: EnvironmentCredentials['kind'];
	username: string | null;
	/** Sealed. */
	credentials: string;
	/** JSON of `Mapping`. */
	mapping: string;
	/** JSON of `EnvironmentHealth`. */
	health: string;
	created_at: number;
}

export interface EnvironmentDashboardTable {
	dashboard_id: DashboardId;
	environment: EnvironmentName;
	superset_id: number | null;
	/** JSON: what had changed when at the last capture, so that the next one exports only what moved. */
	change_stamps: string | null;
	captured_at: number | null;
	/** JSON of `ShownBranch`; `null`: nobody opened one, nor committed from there. */
	shown: string | null;
}

export interface EnvironmentLockTable {
	environment: EnvironmentName;
	/** One holder's own secret, so that it never frees or renews somebody else's lock. */
	token: string;
	/** The process that holds it; see `jobs/process-owner.ts`. */
	owner: string;
	purpose: string;
	job_id: JobId | null;
	/** Name of the person. */
	held_by: string;
	since: number;
	heartbeat_at: number;
}

export interface DeploymentTable {
	id: DeploymentId;
	dashboard_id: DashboardId;
	environment: EnvironmentName;
	kind: DeploymentKind;
	commit_oid: Oid;
	safety_commit: Oid | null;
	state: DeploymentState;
	started_by: string;
	started_at: number;
	finished_at: number | null;
	job_id: JobId;
	/** JSON of `Plan`. */
	plan: string | null;
	/** JSON of `Proof`. */
	proof: string | null;
	failure: string | null;
	/** JSON of `ShownBranch`: what the environment showed before it. */
	shown_before: string | null;
}

export interface PlanTable {
	hash: PlanHash;
	dashboard_id: DashboardId;
	/** JSON of `Plan`. */
	body: string;
	made_at: number;
}

export interface RemoteTable {
	dashboard_id: DashboardId;
	/** Sealed JSON of how git gets in. */
	access: string;
	/** What may be shown: no user, no secret. */
	url: string;
	last_fetched_at: number | null;
}

export interface RemoteKeyTable {
	dashboard_id: DashboardId;
	/** Sealed. */
	private_key: string;
	public_key: string;
	created_at: number;
}

export interface OpenMergeTable {
	id: MergeId;
	dashboard_id: DashboardId;
	purpose: MergePurpose;
	branch: BranchName;
	from_name: string;
	mine: Oid;
	theirs: Oid;
	base: Oid | null;
	/** JSON: of a picked commit only these assets. */
	paths: string | null;
	/** Of the commit, where somebody gave one. */
	message: string | null;
	/** JSON with every digit of its numbers; see `operations/merge/choices.ts`. */
	choices: string;
	/** The commit that the branch was about to be moved to. */
	result: Oid | null;
	/** Name of the person. */
	started_by: string;
	started_at: number;
	version: number;
}

export interface JobTable {
	id: JobId;
	operation: string;
	title: string;
	href: string | null;
	state: JobState;
	/** JSON of the raw input; kept for operations that are run again after a crash, `null` for the others. */
	input: string | null;
	/** JSON. */
	result: string | null;
	/** JSON. */
	error: string | null;
	person_id: string;
	/** Name of the person. */
	started_by: string;
	created_at: number;
	finished_at: number | null;
	last_seq: number;
	owner: string;
	heartbeat_at: number;
	cancel_requested_at: number | null;
}

export interface JobEventTable {
	job_id: JobId;
	seq: number;
	at: number;
	kind: JobEvent['kind'];
	message: string;
	progress: number | null;
	state: JobState;
}

/** The index of one dashboard's commits; of several the one with the highest slot counts. */
export interface HistoryIndexTable {
	slot: Generated<number>;
	dashboard_id: DashboardId;
	/** The number of the rules that it was filled by. */
	form: number;
	/** JSON: commits of which everything that they reach is in the index. */
	tips: string;
	/** The highest id of a commit that is in. */
	last_id: number;
}

export interface CommitIndexTable {
	id: number;
	slot: number;
	oid: Oid;
	author_name: string;
	author_email: string;
	committed_at: number;
	subject: string;
}

export interface CommitAssetTable {
	commit_id: number;
	path: string;
	previous_path: string | null;
	/** As `assetSuffixOf` gives it. */
	suffix: string | null;
	kind: AssetKind;
	name: string;
	change: TouchedChange;
	/** 1: the commit's own work; 0: a merge took it over from one of its parents. */
	is_own: number;
	/** The file's content at the first parent and at the commit. */
	before_oid: Oid | null;
	after_oid: Oid | null;
}

export interface CommitTextTable {
	commit_id: number;
	/** As `changed-lines.ts` of the history’s operations packs them. */
	lines: string;
	/** Message, author and names of assets; and the lines: without case and accents. */
	told_folded: string;
	lines_folded: string;
}

/** Full text; its rows can be found, put in and taken out, and not read. */
export interface CommitSearchTable {
	rowid: number;
	told: string;
	lines: string;
}
