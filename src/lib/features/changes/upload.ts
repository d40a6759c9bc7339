/** Why a file was not taken, as the server says it. */
export interface UploadFailure {
	readonly code: string;
	readonly message: string;
	readonly hint?: string | undefined;
	readonly id?: string | undefined;
	/** Of a file that cannot be understood: place and cause. Of one with other dashboards: their uuids and titles. */
	readonly findings?: readonly { readonly path: string; readonly message: string }[] | undefined;
}

const UUID = /^[0-9a-f]{8}-[0-9a-f-]{27}$/;

/** Titles of the dashboards that a refused file holds instead of the wanted one; none for any other failure. */
export const otherDashboardsIn = ({ code, findings = [] }: UploadFailure): string[] =>
	code === 'bundle_rejected' && findings.every(({ path }) => UUID.test(path))
		? findings.map(({ message }) => message)
		: [];
