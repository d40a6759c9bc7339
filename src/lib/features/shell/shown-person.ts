/** Who is signed in, as the frame of the pages shows it. */
export interface ShownPerson {
	readonly name: string;
	readonly email: string;
	readonly role: string;
}
