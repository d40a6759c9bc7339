import type { Oid } from '#lib/domain/ids.ts';
import type { RefName } from '#lib/domain/refs.ts';

declare const proven: unique symbol;

/** An argument for git that was built from a fixed option and checked parts; made only in this file. */
export type GitArg = string & { readonly [proven]: true };

/**
 * What may stand in an argument array: a literal in our own source, or a value whose type proves its form. A plain
 * `string` is a compile error, so text from outside cannot become an option; it goes through standard input.
 */
type Proven<A> = A extends Oid | RefName | GitArg ? A : Record<never, 1> extends Record<A & string, 1> ? never : A;

/** The argument array itself, each element judged by {@link Proven}. */
export type ProvenArgs<A extends readonly string[]> = { readonly [K in keyof A]: Proven<A[K]> };

/** `--max-count=50`: a literal option with a whole number that is not negative. */
export function numberArg<const Option extends `--${string}`>(option: Option & Proven<Option>, value: number): GitArg {
	if (!Number.isSafeInteger(value) || value < 0) throw new RangeError(`${option} takes a whole number, not ${value}`);
	return `${option}=${value}` as GitArg;
}

/** `<from>...<to>`: what only one of the two reaches. */
export const symmetricRange = (left: Oid, right: Oid): GitArg => `${left}...${right}` as GitArg;

/** `<oid>:<ref>` for push; `:<ref>` deletes it there. */
export const pushSpec = (from: Oid | null, to: RefName): GitArg => `${from ?? ''}:${to}` as GitArg;

/** Refuse the push of `ref` unless it is at `expected` over there; `null`: unless it does not exist. */
export const leaseArg = (ref: RefName, expected: Oid | null): GitArg =>
	`--force-with-lease=${ref}:${expected ?? ''}` as GitArg;

/** Where ref names begin, e.g. `refs/heads/`; with or without the `/` it ends between two parts of a name. */
export type RefPrefix = RefName | `refs/${string}`;

/** Refs at or under a prefix, for `for-each-ref`. */
export const refPattern = (prefix: RefPrefix): GitArg => prefix as string as GitArg;

/** A file that we made ourselves; absolute, so that it can never be read as an option. */
export function ownFileArg(path: string): GitArg {
	if (!path.startsWith('/')) throw new Error('a file that is not named from the root');
	return path as GitArg;
}

/** An address or path of a repository that `remote-access.ts` has checked: it starts with a scheme or `/`. */
export function checkedUrlArg(url: string): GitArg {
	if (!/^(?:https?:\/\/|ssh:\/\/|\/)/.test(url)) throw new Error('an address that nobody checked');
	return url as GitArg;
}
