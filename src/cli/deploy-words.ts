import type { Deployment, ProofItem } from '#lib/domain/deployment.ts';
import { planCounts, type Plan, type PlanItem, type PlanNote } from '#lib/domain/plan.ts';
import { machineMade } from './change-words.ts';
import type { Speaker, Style } from './speaker.ts';
import type { Output } from './terminal.ts';

const MARKS: Record<PlanItem['action'], readonly [mark: string, style: Style]> = {
	create: ['+', 'green'],
	update: ['~', 'yellow'],
	unchanged: ['=', 'dim'],
	unlink: ['-', 'red'],
	blocked: ['!', 'red']
};
const LEVELS: Record<PlanNote['level'], Style> = { blocking: 'red', warning: 'yellow', info: 'dim' };

/** A plan as lines; what stays as it is, is counted only. */
export function planLines(speaker: Speaker, title: string, plan: Plan, on?: Output): string[] {
	const paint = (style: Style, words: string) => speaker.paint(style, words, on);
	const counts = planCounts(plan);
	const at = `commit ${plan.commit.slice(0, 12)} to ${plan.environment} (Superset ${plan.targetVersion})`;
	return [
		paint('bold', `“${title}”, ${at}`),
		...plan.items
			.filter(({ action }) => action !== 'unchanged')
			.flatMap((item) => [
				`${paint(MARKS[item.action][1], `${MARKS[item.action][0]} ${item.action}`)} ${item.kind} “${item.name}”`,
				...itemLines(item).map((line) => `    ${line}`)
			]),
		...plan.notes.flatMap(({ level, message, hint }) => [
			`${paint(LEVELS[level], level)} ${message}`,
			...(hint ? [`    ${hint}`] : [])
		]),
		Object.entries(counts)
			.map(([action, count]) => `${count} ${action}`)
			.join(', '),
		`plan ${plan.hash}`
	];
}

function itemLines(item: PlanItem): string[] {
	return [
		...(item.reason ? [item.reason] : []),
		...item.sentences,
		...(item.hiddenCount > 0 ? [machineMade(item.hiddenCount)] : []),
		...(item.editedThere ? ['edited there since the last deployment: this overwrites it'] : []),
		...(item.alsoUsedBy.length > 0 ? [`also used by ${item.alsoUsedBy.map((title) => `“${title}”`).join(', ')}`] : [])
	];
}

const STANDINGS: Record<ProofItem['standing'], Style> = {
	equal: 'green',
	'held-back': 'yellow',
	different: 'red',
	missing: 'red'
};

/** What was found after a write, as lines. */
export function proofLines(speaker: Speaker, { environment, proof, state }: Deployment): string[] {
	if (!proof) return [`${environment}: ${state}, without a proof`];
	const told = proof.items.filter(({ standing }) => standing !== 'equal');
	const equal = proof.items.length - told.length;
	const verdict = proof.isProven ? speaker.paint('green', 'proven') : speaker.paint('red', 'differs');
	return [
		...told.flatMap(({ standing, kind, name, sentences }) => [
			`${speaker.paint(STANDINGS[standing], standing)} ${kind} “${name}”`,
			...sentences.map((sentence) => `    ${sentence}`)
		]),
		`${environment}: ${verdict}, ${equal} of ${proof.items.length} objects equal`,
		`tree ${proof.foundTree}`
	];
}
