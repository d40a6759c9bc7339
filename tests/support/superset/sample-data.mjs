import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';

/**
 * Write the SQLite files that the seeded dashboards read: the same rows each time, and nothing where they stand already.
 *
 * - shop.db: customers, products, sales (3,000 rows), web_events (2,000), wide_00 … wide_09 (60 columns)
 * - warehouse.db: sales (same name, other columns) and stock
 * - archive.db: a third table `sales`
 */
export function writeSampleData(folder) {
	mkdirSync(folder, { recursive: true });
	for (const [name, fill] of Object.entries({ shop, warehouse, archive })) {
		const file = join(folder, `${name}.db`);
		if (existsSync(file)) continue;
		rmSync(`${file}.part`, { force: true });
		const db = new Database(`${file}.part`);
		db.transaction(() => fill(db))();
		db.close();
		renameSync(`${file}.part`, file); // a file with its real name is complete
	}
}

const NAMES = 'Ada Bo Cy Dee Eve Fay Gus Hal Ida Jo Kai Lea Max Nia Oto Pia Rex Sia Tom'.split(' ');
const CITIES = Object.entries({ Kazan: 'RU', Lyon: 'FR', Kobe: 'JP', Oslo: 'NO', Lima: 'PE', Pune: 'IN', Cork: 'IE' });
const GOODS = Object.entries({
	Tea: ['Assam', 'Sencha', 'Oolong', 'Rooibos'],
	Coffee: ['Huila', 'Sidamo', 'Mandheling'],
	Ware: ['Teapot', 'Cup', 'Grinder', 'Kettle', 'Scale']
}).flatMap(([category, products]) => products.map((product) => ({ category, product })));
const CHANNELS = ['web', 'store', 'partner'];
const DAY_MS = 86_400_000;

function shop(db) {
	const { pick, whole, real } = randomFrom(7);
	const customers = count(300, (id) => {
		const [city, country] = pick(CITIES);
		const since = day('2021-01-01', whole(900));
		return [
			id,
			`${pick(NAMES)} ${pick('ABCDEFGH')}.`,
			city,
			country,
			pick('SML'),
			since,
			real(-60, 70),
			real(-170, 170)
		];
	});
	const products = GOODS.map(({ category, product }, index) => [index + 1, product, category, real(4, 90)]);
	const sales = count(3000, (id) => {
		const [customer, , city, country] = pick(customers);
		const [product, name, category, price] = pick(products);
		const quantity = 1 + whole(9);
		const at = moment('2023-01-01', whole(730 * 1440) * 60_000);
		const returned = whole(100) < 6 ? 1 : 0;
		const amount = Math.round(quantity * price * 100) / 100;
		return [id, at, customer, product, name, category, city, country, pick(CHANNELS), quantity, amount, returned];
	});
	const events = count(2000, (id) => {
		const at = moment('2024-01-01', whole(366 * 86_400) * 1000);
		const event = pick(['view', 'view', 'view', 'cart', 'buy']);
		return [id, at, `u${whole(400)}`, event, pick(['/', '/tea', '/coffee', '/ware', '/about']), real(0.5, 120)];
	});
	fill(
		db,
		'customers',
		'id INTEGER, name TEXT, city TEXT, country TEXT, size TEXT, since DATE, lat REAL, lon REAL',
		customers
	);
	fill(db, 'products', 'id INTEGER, product TEXT, category TEXT, price REAL', products);
	fill(
		db,
		'sales',
		'id INTEGER, order_date TIMESTAMP, customer_id INTEGER, product_id INTEGER, product TEXT, category TEXT, city TEXT, ' +
			'country TEXT, channel TEXT, quantity INTEGER, amount REAL, returned INTEGER',
		sales
	);
	fill(db, 'web_events', 'id INTEGER, event_time TIMESTAMP, visitor TEXT, event TEXT, page TEXT, seconds REAL', events);
	const more = count(57, (n) => `c${two(n - 1)} ${(n - 1) % 3 === 0 ? 'TEXT' : 'REAL'}`).join(', ');
	for (const table of count(10, (n) => `wide_${two(n - 1)}`)) {
		const rows = count(200, (id) => [
			id,
			moment('2024-01-01', id * 7 * 3_600_000),
			pick('abcd'),
			...count(57, (n) => ((n - 1) % 3 === 0 ? pick(NAMES) : real(0, 100)))
		]);
		fill(db, table, `id INTEGER, ts TIMESTAMP, grp TEXT, ${more}`, rows);
	}
}

function warehouse(db) {
	const { whole, real } = randomFrom(11);
	const sku = (n) => `SKU-${String(n).padStart(3, '0')}`;
	const sales = count(800, () => [day('2024-01-01', whole(366)), sku(whole(40)), 1 + whole(50), real(1, 30)]);
	const stock = count(40, (n) => ['north', 'south'].map((place) => [sku(n - 1), place, whole(500)])).flat();
	fill(db, 'sales', 'day DATE, sku TEXT, units INTEGER, cost REAL', sales);
	fill(db, 'stock', 'sku TEXT, place TEXT, units INTEGER', stock);
}

function archive(db) {
	const { real } = randomFrom(13);
	const years = count(13, (n) => 2009 + n);
	const rows = years.flatMap((year) => CITIES.map(([, country]) => [year, country, real(1000, 90_000)]));
	fill(db, 'sales', 'year INTEGER, country TEXT, amount REAL', rows);
}

function fill(db, table, columns, rows) {
	db.exec(`CREATE TABLE ${table} (${columns})`);
	const insert = db.prepare(`INSERT INTO ${table} VALUES (${rows[0].map(() => '?').join(', ')})`);
	for (const row of rows) insert.run(row);
}

/** Numbers that look random and are the same in each run (mulberry32). */
function randomFrom(seed) {
	let state = seed;
	const next = () => {
		state = (state + 0x6d2b79f5) | 0;
		let t = Math.imul(state ^ (state >>> 15), 1 | state);
		t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
		return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
	};
	const whole = (below) => Math.floor(next() * below);
	const real = (from, to) => Math.round((from + next() * (to - from)) * 100) / 100;
	return { whole, real, pick: (items) => items[whole(items.length)] };
}

const count = (length, make) => Array.from({ length }, (_, index) => make(index + 1));
const two = (n) => String(n).padStart(2, '0');
const moment = (from, offsetMs) => new Date(Date.parse(from) + offsetMs).toISOString().slice(0, 19).replace('T', ' ');
const day = (from, days) => moment(from, days * DAY_MS).slice(0, 10);
