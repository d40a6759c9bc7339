import { Missing } from './machine.mjs';

export async function testSupersets() {
	throw new Missing('not yet');
}
