/**
 * What a form with the choice for changes that no commit has (`uncommitted`, `branchName`, `message`) says, as operations
 * take it; nothing where nobody was asked.
 */
export function uncommittedIn(fields: Readonly<Record<string, unknown>>): { readonly uncommitted?: object } {
	const { uncommitted: kind, branchName: name, message } = fields;
	return kind ? { uncommitted: { kind, name, message } } : {};
}
