/** What is wrong with a field that was sent: where in the input, and why. */
export interface FieldIssue {
	readonly path: readonly PropertyKey[];
	readonly message: string;
}

/**
 * What to say at a field: the first issue whose path ends with its name, as a sentence that goes on from the label.
 *
 * @param issues of the answer to the form; `undefined` before it was sent
 */
export function issueAt(issues: readonly FieldIssue[] | undefined, name: string): string | undefined {
	const issue = issues?.find(({ path }) => path.at(-1) === name);
	return issue && `It ${issue.message}.`.replace(/^It (It|This|There|Write|Choose)\b/, '$1').replace(/\.\.$/, '.');
}
