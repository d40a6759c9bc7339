import { spawn, type ChildProcessByStdio } from 'node:child_process';
import type { Socket } from 'node:net';
import type { Readable, Writable } from 'node:stream';
import { GitFailed } from '#lib/domain/errors.ts';
import type { Oid } from '#lib/domain/ids.ts';
import { BatchOutput, contentsCommands, type BatchAnswer } from './batch-output.ts';
import { gitEnvironment, SAFE_CONFIG } from './environment.ts';
import type { Repo } from './exec.ts';

/** The process ended before it answered. Reading again on a new one is safe. */
export class CatFileDied extends GitFailed {
	constructor(exitCode: number, stderr: string) {
		super('cat-file', exitCode, stderr);
	}
}

interface Batch {
	readonly count: number;
	readonly answers: BatchAnswer[];
	/** How many bytes it may still hold. */
	budget: number;
	readonly resolve: (answers: BatchAnswer[]) => void;
	readonly reject: (error: Error) => void;
}

/** A process that is silent for so long while somebody waits for it is taken for dead. */
const SILENCE_MS = 30_000;
/** How long a process may take to answer what it was asked, when it is to end. */
const END_MS = 5_000;
const STDERR_KEPT = 2_000;

/**
 * One long-lived `git cat-file --batch-command`. Requests are written one after the other without waiting; git answers
 * in order. It does not keep our own process alive while nobody waits for it.
 */
export class CatFile {
	readonly closed: Promise<void>;
	readonly #child: ChildProcessByStdio<Writable, Readable, Readable>;
	readonly #waiting: Batch[] = [];
	#silence: NodeJS.Timeout | undefined;
	#stderr = '';
	#gone = false;

	constructor(repo: Repo) {
		const flags = SAFE_CONFIG.flatMap((line) => ['-c', line]);
		this.#child = spawn('git', [...flags, 'cat-file', '--batch-command', '--buffer'], {
			env: gitEnvironment(repo),
			stdio: ['pipe', 'pipe', 'pipe']
		});
		const output = new BatchOutput({
			answer: (answer) => this.#answered(answer),
			mayHold: (size) => size <= (this.#waiting[0]?.budget ?? 0)
		});
		this.#child.stdout.on('data', (chunk: Buffer) => {
			this.#silence?.refresh();
			try {
				output.write(chunk);
			} catch (error) {
				this.#stderr += String(error);
				this.#child.kill('SIGKILL');
			}
		});
		this.#child.stderr.on('data', (chunk: Buffer) => {
			this.#stderr = (this.#stderr + chunk.toString('utf8')).slice(-STDERR_KEPT);
		});
		this.#child.stdin.on('error', () => {}); // the process died; `close` says so to those who wait
		this.closed = new Promise((resolve) => {
			this.#child.on('error', (error) => this.#ended(-1, String(error)));
			this.#child.on('close', (code) => {
				this.#ended(code ?? -1, this.#stderr);
				resolve();
			});
		});
		this.#child.unref();
		(this.#child.stdin as Socket).unref();
		(this.#child.stderr as Socket).unref();
		this.#rest();
	}

	/** For tests that kill it. */
	get pid(): number | undefined {
		return this.#child.pid;
	}

	get isGone(): boolean {
		return this.#gone;
	}

	get isBusy(): boolean {
		return this.#waiting.length > 0;
	}

	/** Read objects, in the order asked for, together at most `maxBytes` of them. @throws {CatFileDied} */
	read(oids: readonly Oid[], maxBytes: number): Promise<BatchAnswer[]> {
		if (this.#gone) return Promise.reject(new CatFileDied(-1, this.#stderr));
		if (oids.length === 0) return Promise.resolve([]);
		return new Promise((resolve, reject) => {
			if (!this.isBusy) this.#wake();
			this.#waiting.push({ count: oids.length, answers: [], budget: maxBytes, resolve, reject });
			this.#child.stdin.write(contentsCommands(oids));
		});
	}

	/** Let it answer what it was asked, then end. */
	end(): Promise<void> {
		this.#gone = true;
		this.#child.ref(); // now our own process waits for it
		const impatience = setTimeout(() => this.#child.kill('SIGKILL'), END_MS);
		this.#child.stdin.end();
		return this.closed.finally(() => clearTimeout(impatience));
	}

	#answered(answer: BatchAnswer): void {
		const batch = this.#waiting[0];
		if (!batch) throw new Error('an answer that nobody asked for');
		if (typeof answer === 'object') batch.budget -= answer.bytes.byteLength;
		if (batch.answers.push(answer) < batch.count) return;
		this.#waiting.shift();
		if (!this.isBusy) this.#rest();
		batch.resolve(batch.answers);
	}

	#ended(exitCode: number, stderr: string): void {
		this.#gone = true;
		this.#rest();
		for (const batch of this.#waiting.splice(0)) batch.reject(new CatFileDied(exitCode, stderr));
	}

	#wake(): void {
		(this.#child.stdout as Socket).ref();
		this.#silence = setTimeout(() => this.#child.kill('SIGKILL'), SILENCE_MS);
	}

	#rest(): void {
		clearTimeout(this.#silence);
		(this.#child.stdout as Socket).unref();
	}
}
