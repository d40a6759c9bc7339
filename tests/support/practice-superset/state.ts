import { randomUUID } from 'node:crypto';
import type { Json } from './json.ts';

export type SupersetVersion = '6.1.0' | '4.1.4';
export type Kind = 'database' | 'dataset' | 'chart' | 'dashboard' | 'theme';

/** Columns of a row as Superset's metadata database holds them: JSON as text where Superset stores text. */
export type Fields = { [column: string]: Json };

/** What all kinds have. Times are microseconds since 1970 and never repeat, so that the newest is always one. */
export interface Row {
	readonly id: number;
	uuid: string;
	createdOn: number;
	changedOn: number;
	createdBy: number;
	changedBy: number;
	owners: number[];
	fields: Fields;
}
export interface ChildRow {
	readonly id: number;
	uuid: string;
	createdOn: number;
	changedOn: number;
	fields: Fields;
}
export type DatabaseRow = Row;
export type ThemeRow = Row;
export interface DatasetRow extends Row {
	databaseId: number;
	columns: ChildRow[];
	metrics: ChildRow[];
}
export interface ChartRow extends Row {
	datasetId: number | null;
	tags: string[];
	lastSavedOn: number | null;
}
export interface DashboardRow extends Row {
	/** Ids of the linked charts, in the order of linking; the layout is another thing. */
	charts: number[];
	tags: string[];
	themeId: number | null;
}
export interface Tables {
	database: DatabaseRow[];
	dataset: DatasetRow[];
	chart: ChartRow[];
	dashboard: DashboardRow[];
	theme: ThemeRow[];
	/** The last id given, by table; ids are never given twice. */
	lastIds: { [table: string]: number };
}

export const emptyTables = (): Tables => ({
	database: [],
	dataset: [],
	chart: [],
	dashboard: [],
	theme: [],
	lastIds: {}
});

export interface StateOptions {
	readonly version: SupersetVersion;
	/** Milliseconds since 1970. */
	readonly now: () => number;
	/** Ids start behind this number, so that several practice Supersets disagree about them. */
	readonly firstId: number;
	readonly tables?: Tables;
	readonly save?: (tables: Tables) => void;
}

/** The metadata database: rows, ids, times, and one transaction at a time. */
export class State {
	readonly version: SupersetVersion;
	tables: Tables;
	private readonly options: StateOptions;
	private lastTime = 0;

	constructor(options: StateOptions) {
		this.options = options;
		this.version = options.version;
		this.tables = options.tables ?? emptyTables();
	}

	/** Milliseconds, the clock itself. */
	now(): number {
		return this.options.now();
	}

	/** Microseconds, later than every time given before. */
	time(): number {
		this.lastTime = Math.max(this.options.now() * 1000, this.lastTime + 1);
		// A clock of microseconds stands at a whole second once in a million; this one, of milliseconds, once in a thousand,
		// and whole seconds mean a database that keeps no more.
		if (this.lastTime % 1_000_000 === 0) this.lastTime += 1;
		return this.lastTime;
	}

	nextId(table: string): number {
		const id = (this.tables.lastIds[table] ?? this.options.firstId) + 1;
		this.tables.lastIds[table] = id;
		return id;
	}

	newRow(kind: Kind, userId: number, uuid: string = randomUUID()): Row {
		const at = this.time();
		return {
			id: this.nextId(kind),
			uuid,
			createdOn: at,
			changedOn: at,
			createdBy: userId,
			changedBy: userId,
			owners: [],
			fields: {}
		};
	}

	newChild(table: 'column' | 'metric'): ChildRow {
		const at = this.time();
		return { id: this.nextId(table), uuid: randomUUID(), createdOn: at, changedOn: at, fields: {} };
	}

	touch(row: Row, userId: number): void {
		row.changedOn = this.time();
		row.changedBy = userId;
	}

	byId<K extends Kind>(kind: K, id: number | null): Tables[K][number] | undefined {
		return (this.tables[kind] as Row[]).find((row) => row.id === id) as Tables[K][number] | undefined;
	}

	byUuid<K extends Kind>(kind: K, uuid: Json | undefined): Tables[K][number] | undefined {
		if (typeof uuid !== 'string') return undefined;
		const wanted = uuid.toLowerCase();
		return (this.tables[kind] as Row[]).find((row) => row.uuid === wanted) as Tables[K][number] | undefined;
	}

	/** All or nothing, as one request to Superset is. */
	transaction<T>(run: () => T): T {
		const before = structuredClone(this.tables);
		try {
			const result = run();
			this.options.save?.(this.tables);
			return result;
		} catch (error) {
			this.tables = before;
			throw error;
		}
	}
}
