/** A map that forgets what was used longest ago when its content weighs more than `maxWeight`. */
export class BoundedMap<K, V> {
	readonly #entries = new Map<K, V>();
	readonly #maxWeight: number;
	readonly #weightOf: (value: V) => number;
	#weight = 0;

	constructor(maxWeight: number, weightOf: (value: V) => number = () => 1) {
		this.#maxWeight = maxWeight;
		this.#weightOf = weightOf;
	}

	get(key: K): V | undefined {
		const value = this.#entries.get(key);
		if (value === undefined) return undefined;
		this.#entries.delete(key);
		this.#entries.set(key, value);
		return value;
	}

	set(key: K, value: V): void {
		this.delete(key);
		this.#entries.set(key, value);
		this.#weight += this.#weightOf(value);
		for (const oldest of this.#entries.keys()) {
			if (this.#weight <= this.#maxWeight || this.#entries.size === 1) break;
			this.delete(oldest);
		}
	}

	delete(key: K): void {
		const value = this.#entries.get(key);
		if (value === undefined) return;
		this.#entries.delete(key);
		this.#weight -= this.#weightOf(value);
	}

	get size(): number {
		return this.#entries.size;
	}
}
