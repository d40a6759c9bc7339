/*
 * The rule for names of branches and tags, by itself: a page that tells it while somebody types loads this file and not the
 * library that checks input on the server.
 */

const LONGEST = 200;

/**
 * Why a branch or tag cannot be called so, as the end of a sentence; `null` when it can. Narrower than git's own rule
 * (`git help check-ref-format`): no control characters, space, `~^:?*[\\`, no `..`, `@{`, `//`, no part that starts with `.`
 * or ends with `.lock`, no leading `-`, at most 200 characters.
 */
export function refNameFault(name: string): string | null {
	if (name === '') return 'must not be empty';
	if (name.length > LONGEST) return `must have at most ${LONGEST} characters`;
	if (!isRefPart(name))
		return 'is not a name that git takes: no spaces, no ~ ^ : ? * [ \\, no “..”, no “.lock” at the end';
	return name === 'HEAD' || name === '@' ? 'is a name that git keeps for itself' : null;
}

/** Whether git takes it inside of a ref's name. */
export function isRefPart(name: string): boolean {
	// eslint-disable-next-line no-control-regex -- git forbids control characters, so the rule has to name them
	if (/[\x00-\x20\x7f~^:?*[\\]|\.\.|@\{|\/\/|^[-/]|[./]$|\.lock(?:\/|$)|(?:^|\/)\./.test(name)) return false;
	return name.isWellFormed() && name === name.normalize('NFC');
}
