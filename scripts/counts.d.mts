/** How many tests passed and failed. */
export interface Counts {
	readonly passed: number;
	readonly failed: number;
}
export function countVitest(report: unknown, exitCode: number): Counts;
export function countPlaywright(report: unknown, exitCode: number): Counts;
export function failuresOfVitest(report: unknown): string[];
export function failuresOfPlaywright(report: unknown): string[];
export function countCheck(exitCode: number): Counts;
export function sumCounts(counts: readonly Counts[]): Counts;
export function closingLine(counts: Counts): string;
export function exitCodeOf(counts: Counts): 0 | 1;
