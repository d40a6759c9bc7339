/** The name that would come after the newest tag that ends with a number: one more; `v1.0` where there is none. */
export function nextTagName(names: readonly string[]): string {
	const match = names.map((name) => /^(.*?)(\d{1,15})$/.exec(name)).find((found) => found !== null);
	if (!match) return names.includes('v1.0') ? '' : 'v1.0';
	for (let number = Number(match[2]) + 1; ; number += 1) {
		const name = `${match[1]}${number}`;
		if (!names.includes(name)) return name;
	}
}
