import { childrenOf, type Layout, metaOf, typeOf, widthOf } from '../editing/layout.ts';
import { layoutOf, metadataOf, metricNames, metricOf, paramsOf } from '../editing/save.ts';
import { listOf, objectOf } from '../json.ts';
import type { ChartRow, DashboardRow, State } from '../state.ts';
import { drawingOf } from './drawing.ts';
import { escapeHtml, Html, html, page } from './html.ts';

const words = (type: string): string => type.replace(/^echarts_/, '').replaceAll('_', ' ');

/** Markdown's headings and bold; all else stays text. */
const noteOf = (code: string): Html =>
	new Html(
		escapeHtml(code)
			.replace(/^#+ *(.*)$/gm, '<strong>$1</strong>')
			.replace(/\*\*([^*]+)\*\*/g, '<strong>$1</strong>')
			.replace(/\n/g, '<br>')
	);

interface Shown {
	readonly state: State;
	readonly row: DashboardRow;
	readonly layout: Layout;
}

/** The list of all dashboards. */
export const listPage = (state: State, name: string): Uint8Array =>
	page(
		'Dashboards',
		name,
		html`<h1>Dashboards</h1>
			<ul class="list">
				${state.tables.dashboard.map(
					(row) =>
						html`<li class="card">
							<h2><a href="${addressOf(row)}">${String(row.fields['dashboard_title'])}</a></h2>
							<p class="kind">
								${row.charts.length} charts · ${row.fields['published'] === true ? 'published' : 'draft'}
							</p>
						</li>`
				)}
			</ul>`
	);

export const addressOf = (row: DashboardRow): string =>
	`/superset/dashboard/${String(row.fields['slug'] ?? '') || row.id}/`;

/** One dashboard with its tabs, rows and charts, and the forms that change them. */
export function dashboardPage(state: State, row: DashboardRow, name: string): Uint8Array {
	const shown: Shown = { state, row, layout: layoutOf(row) };
	const title = String(row.fields['dashboard_title']);
	const filters = listOf(metadataOf(row)['native_filter_configuration']).map((filter) =>
		String(objectOf(filter)['name'])
	);
	return page(
		title,
		name,
		html`<div class="head">
				<h1>${title}</h1>
				<form method="post" action="/practice/dashboard/${row.id}/title">
					<label>Title <input name="title" value="${title}" required maxlength="500" /></label
					><button class="main">Save</button>
				</form>
			</div>
			${
				filters.length === 0
					? new Html('')
					: html`<ul class="filters" aria-label="Filters">
							${filters.map((filter) => html`<li>${filter}</li>`)}
						</ul>`
			}
			${childrenOf(shown.layout, 'ROOT_ID').map((id) => node(shown, id))}`
	);
}

function node(shown: Shown, id: string): Html {
	const { layout } = shown;
	const inside = (): Html[] => childrenOf(layout, id).map((child) => node(shown, child));
	const text = String(metaOf(layout, id)['text'] ?? '');
	switch (typeOf(layout, id)) {
		case 'TAB':
			return html`<section>
				<h3>Tab: ${text || 'Tab title'}</h3>
				${inside()}
			</section>`;
		case 'ROW':
			return html`<div class="row">${inside()}</div>`;
		case 'COLUMN':
			return html`<div style="grid-column: span ${widthOf(layout, id)}">${inside()}</div>`;
		case 'CHART':
			return chartCard(shown, id);
		case 'MARKDOWN':
			return html`<div class="card" style="grid-column: span ${widthOf(layout, id)}">
				<p>${noteOf(String(metaOf(layout, id)['code'] ?? ''))}</p>
			</div>`;
		case 'HEADER':
			return html`<h3 style="grid-column: 1 / -1">${text}</h3>`;
		case 'DIVIDER':
			return html`<hr />`;
		default:
			return html`${inside()}`;
	}
}

function chartCard({ state, row, layout }: Shown, id: string): Html {
	const chart = state.byId('chart', Number(metaOf(layout, id)['chartId']));
	const span = widthOf(layout, id);
	if (chart === undefined)
		return html`<div class="card" style="grid-column: span ${span}"><h3>There is no chart here</h3></div>`;
	const name = String(chart.fields['slice_name']);
	const move = (direction: string, sign: string): Html =>
		html`<button name="move" value="${direction}" aria-label="Move ${name} ${direction}" title="Move ${direction}">
			${sign}
		</button>`;
	return html`<article class="card" style="grid-column: span ${span}">
		<h3><a href="/explore/?slice_id=${chart.id}">${name}</a></h3>
		<p class="kind">
			${words(String(chart.fields['viz_type']))}${metricOf(paramsOf(chart)) === '' ? '' : ` · ${metricOf(paramsOf(chart))}`}
		</p>
		${drawingOf(String(chart.fields['viz_type']), chart.uuid)}
		<form class="tools" method="post" action="/practice/dashboard/${row.id}/place">
			<input type="hidden" name="node" value="${id}" />
			${move('left', '←')}${move('right', '→')}${move('up', '↑')}${move('down', '↓')}
			<button name="width" value="${span - 1}" aria-label="Make ${name} narrower" title="Narrower">−</button
			><button name="width" value="${span + 1}" aria-label="Make ${name} wider" title="Wider">+</button>
		</form>
	</article>`;
}

/** One chart, as in Explore: its title and its metric. */
export function chartPage(
	state: State,
	chart: ChartRow,
	dashboards: readonly DashboardRow[],
	name: string
): Uint8Array {
	const title = String(chart.fields['slice_name']);
	const metric = metricOf(paramsOf(chart));
	const known = metricNames(state.byId('dataset', chart.datasetId));
	const options = [...new Set([...(metric === '' ? [] : [metric]), ...known])];
	return page(
		title,
		name,
		html`<div class="head">
				<h1>${title}</h1>
				<p class="kind">
					${words(String(chart.fields['viz_type']))} on ${String(chart.fields['datasource_name'] ?? '')}
				</p>
			</div>
			<div class="row">
				<article class="card" style="grid-column: span 8">
					${drawingOf(String(chart.fields['viz_type']), chart.uuid)}
				</article>
				<div class="card" style="grid-column: span 4">
					<form method="post" action="/practice/chart/${chart.id}">
						<label>Title <input name="title" value="${title}" required maxlength="250" /></label>
						${
							metric === ''
								? new Html('')
								: html`<label
										>Metric
										<select name="metric">
											${options.map((one) => html`<option${new Html(one === metric ? ' selected' : '')}>${one}</option>`)}
										</select></label
									>`
						}
						<button class="main">Save chart</button>
					</form>
					<p class="kind">
						On ${dashboards.length === 0 ? 'no dashboard' : 'these dashboards:'}
						${dashboards.map((row) => html`<a href="${addressOf(row)}">${String(row.fields['dashboard_title'])}</a> `)}
					</p>
				</div>
			</div>`
	);
}
