import { FOLDER_OF_KIND } from './form.ts';

/** Name of the drivers in git's attributes and configuration. */
export const GIT_DRIVER = 'dashbranch';

const TEXT = 'text eol=lf';

/**
 * Lines of `.gitattributes` (git help gitattributes) beside a tree. Where git knows no driver of this name it merges and
 * compares by lines, as without them.
 */
export const GIT_ATTRIBUTES: readonly string[] = [
	...[...Object.values(FOLDER_OF_KIND).map((folder) => `${folder}/**/*.yaml`), 'tags.yaml'].map(
		(path) => `/${path} ${TEXT} merge=${GIT_DRIVER} diff=${GIT_DRIVER}`
	),
	...['metadata.yaml', '.dashbranch.yaml'].map((path) => `/${path} ${TEXT}`)
];

/** `.gitattributes` with these lines. */
export const GIT_ATTRIBUTES_FILE: readonly [path: string, bytes: Uint8Array] = [
	'.gitattributes',
	Buffer.from(`${GIT_ATTRIBUTES.join('\n')}\n`)
];
