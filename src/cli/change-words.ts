import type { AssetChange } from '#lib/domain/change.ts';
import type { Speaker, Style } from './speaker.ts';

const MARKS: Record<AssetChange['change'], readonly [mark: string, style: Style]> = {
	added: ['+', 'green'],
	removed: ['-', 'red'],
	modified: ['~', 'yellow']
};

/** Changes as lines: one for the object, then its sentences. */
export function changeLines(speaker: Speaker, assets: readonly AssetChange[]): string[] {
	return assets.flatMap(({ kind, name, path, previousPath, change, sentences, hiddenCount }) => {
		const [mark, style] = MARKS[change];
		const told = change === 'modified' ? sentences : [];
		return [
			`${speaker.paint(style, mark)} ${kind} ${speaker.paint('bold', `“${name}”`)} ${speaker.paint('dim', path)}`,
			...(previousPath ? [`    file was ${previousPath}`] : []),
			...told.map((sentence) => `    ${sentence}`),
			...(hiddenCount > 0 ? [speaker.paint('dim', `    ${machineMade(hiddenCount)}`)] : [])
		];
	});
}

export const machineMade = (count: number): string =>
	count === 1 ? '1 machine-made difference' : `${count} machine-made differences`;

interface Said {
	readonly level: 'error' | 'warning';
	readonly message: string;
	readonly hint: string | null;
	readonly path?: string;
}

/** What is wrong, one line each with the way out below. */
export function findingLines(speaker: Speaker, findings: readonly Said[]): string[] {
	return findings.flatMap(({ level, path, message, hint }) => {
		const head = speaker.paint(level === 'error' ? 'red' : 'yellow', level);
		return [`${head} ${path ? `${path}: ` : ''}${message}`, ...(hint ? [`    ${hint}`] : [])];
	});
}
