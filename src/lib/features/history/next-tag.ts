/** The name that would come after the newest tag: its last number plus one; `v1.0` where there is none. */
export function nextTagName(names: readonly string[]): string {
	const [newest = ''] = names;
	const match = /^(.*?)(\d+)(\D*)$/.exec(newest);
	if (!match || match[2]!.length > 15) return names.includes('v1.0') ? '' : 'v1.0';
	for (let number = Number(match[2]) + 1; ; number += 1) {
		const name = `${match[1]}${number}${match[3]}`;
		if (!names.includes(name)) return name;
	}
}
