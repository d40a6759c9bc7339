import { z } from 'zod';
import type { EnvironmentName, Oid } from './ids.ts';
import { isRefPart, refNameFault } from './ref-name.ts';

const refPart = z.string().superRefine((name, context) => {
	const message = refNameFault(name);
	if (message !== null) context.addIssue({ code: 'custom', message });
});

/** What a branch may be called; {@link refNameFault} has the rule ({@link RefName} checks the whole in bytes). */
export const BranchName = refPart.brand<'BranchName'>();
export type BranchName = z.infer<typeof BranchName>;

/** What a tag may be called: the same rule as for a branch. */
export const TagName = refPart.brand<'TagName'>();
export type TagName = z.infer<typeof TagName>;

/** A full ref name. Starts with `refs/`, so that it can never be read as an option. */
export const RefName = z
	.string()
	.startsWith('refs/')
	.refine(
		(ref) =>
			/^refs\/(?:heads|tags|remotes\/origin|environments|safety|set-aside|dropped|deleted|undone|scratch)\/./.test(ref),
		'is not a ref of ours'
	)
	.refine((ref) => isRefPart(ref.slice('refs/'.length)), 'is not a valid ref name')
	.refine((ref) => new TextEncoder().encode(ref).length <= 244, 'must have at most 244 bytes')
	.brand<'RefName'>();
export type RefName = z.infer<typeof RefName>;

export const branchRef = (name: BranchName): RefName => RefName.parse(`refs/heads/${name}`);
export const tagRef = (name: TagName): RefName => RefName.parse(`refs/tags/${name}`);
/** Where the git host had a branch at the last fetch. */
export const remoteRef = (name: BranchName): RefName => RefName.parse(`refs/remotes/origin/${name}`);
/** A commit whose tree is what an environment holds, as captured last. */
export const liveRef = (environment: EnvironmentName): RefName =>
	RefName.parse(`refs/environments/${environment}/live`);
/** The commit last deployed to an environment and verified there. */
export const deployedRef = (environment: EnvironmentName): RefName =>
	RefName.parse(`refs/environments/${environment}/deployed`);
/** What was live just before a write. `atMs`: milliseconds since the Unix epoch. */
export const safetyRef = (environment: EnvironmentName, atMs: number): RefName =>
	RefName.parse(`refs/safety/${environment}/${atMs}`);
/**
 * What the git remote had of a branch before it was overwritten or thrown away there, as a tag of the branch's name. An
 * environment may be called `origin`, too: what was live there is no tag.
 */
export const remoteSafetyRef = (atMs: number): RefName => RefName.parse(`refs/safety/origin/${atMs}`);
/** Changes that somebody set aside, as a tag whose name is the branch that was shown. */
export const setAsideRef = (environment: EnvironmentName, atMs: number): RefName =>
	RefName.parse(`refs/set-aside/${environment}/${atMs}`);
/** Changes that were set aside and dropped then, as a tag of their branch's name: the way back. `atMs`: when. */
export const droppedRef = (environment: EnvironmentName, atMs: number): RefName =>
	RefName.parse(`refs/dropped/${environment}/${atMs}`);
/** A branch that was deleted, as a tag of its name: the way back. */
export const deletedRef = (atMs: number): RefName => RefName.parse(`refs/deleted/${atMs}`);
/** A commit that was taken back from a branch, as a tag of the branch's name. */
export const undoneRef = (atMs: number): RefName => RefName.parse(`refs/undone/${atMs}`);
/** A commit that was made to be written into an environment, or that was uploaded; on no branch. */
export const scratchRef = (commit: Oid): RefName => RefName.parse(`refs/scratch/writes/${commit}`);
