import { defaultKeymap, history, historyKeymap } from '@codemirror/commands';
import { sql } from '@codemirror/lang-sql';
import { yaml } from '@codemirror/lang-yaml';
import { bracketMatching, HighlightStyle, syntaxHighlighting, syntaxTree } from '@codemirror/language';
import { forceLinting, linter, lintGutter, type Diagnostic } from '@codemirror/lint';
import { EditorState, type Extension } from '@codemirror/state';
import { drawSelection, EditorView, highlightActiveLine, keymap, lineNumbers } from '@codemirror/view';
import { tags } from '@lezer/highlight';
import { editIssues, type EditIssue, type EditLanguage } from './edit-check.ts';

/** Fetched only when somebody edits: it is larger than the page around it. */
export interface CodeEditor {
	/** Put another text in the place of all that is there; it can be undone. */
	replace(text: string): void;
	/** Show what somebody else found wrong, until the text changes. */
	refuse(issue: EditIssue | null): void;
	focus(): void;
	destroy(): void;
}

interface Options {
	readonly text: string;
	readonly language: EditLanguage;
	/** Read aloud as its name. */
	readonly label: string;
	/** At each letter: the text, and how many of its lines are wrong. */
	readonly onchange: (text: string, issues: number) => void;
	/** Mod-Enter. */
	readonly onsubmit: () => void;
}

/**
 * @param host gets a shadow root: inside of one the editor's rules are objects, outside they would be `<style>` elements,
 * which the page does not allow.
 */
export function openCodeEditor(host: HTMLElement, options: Options): CodeEditor {
	const { text, language, label, onchange, onsubmit } = options;
	const root = host.shadowRoot ?? host.attachShadow({ mode: 'open' });
	let refused: EditIssue | null = null;
	const issuesIn = (view: EditorView): Diagnostic[] => {
		const own = [...editIssues(view.state.doc.toString(), language), ...(refused ? [refused] : [])];
		return [...own.map((issue) => atLine(view.state, issue)), ...(language === 'yaml' ? yamlErrors(view.state) : [])];
	};
	const view = new EditorView({
		root,
		parent: root,
		state: EditorState.create({
			doc: text,
			extensions: [
				...[lineNumbers(), history(), drawSelection(), bracketMatching(), highlightActiveLine(), lintGutter()],
				keymap.of([{ key: 'Mod-Enter', run: () => (onsubmit(), true) }, ...defaultKeymap, ...historyKeymap]),
				EditorView.lineWrapping,
				EditorView.contentAttributes.of({ 'aria-label': label }),
				EditorView.updateListener.of((update) => {
					if (!update.docChanged) return;
					refused = null;
					onchange(update.state.doc.toString(), issuesIn(update.view).length);
				}),
				linter(issuesIn, { delay: 250 }),
				languageOf(language),
				LOOK
			]
		})
	});
	return {
		replace: (next) => view.dispatch({ changes: { from: 0, to: view.state.doc.length, insert: next } }),
		refuse(issue) {
			refused = issue;
			forceLinting(view);
		},
		focus: () => view.focus(),
		destroy: () => view.destroy()
	};
}

function languageOf(language: EditLanguage): Extension {
	if (language === 'sql') return sql();
	return language === 'yaml' ? yaml() : [];
}

function atLine({ doc }: EditorState, { line, message }: EditIssue): Diagnostic {
	const { from, to } = doc.line(Math.min(Math.max(1, line), doc.lines));
	return { from, to, severity: 'error', message };
}

/** What the parser could not read, once a line. */
function yamlErrors(state: EditorState): Diagnostic[] {
	const lines = new Set<number>();
	syntaxTree(state).iterate({
		enter: ({ type, from }) => {
			if (type.isError) lines.add(state.doc.lineAt(from).number);
		}
	});
	return [...lines].map((line) => atLine(state, { line, message: 'This line is no YAML.' }));
}

const LOOK: Extension = [
	syntaxHighlighting(
		HighlightStyle.define([
			{ tag: [tags.propertyName, tags.definition(tags.propertyName)], color: 'var(--accent-ink)' },
			{ tag: [tags.keyword, tags.bool, tags.null], color: 'var(--moved-ink)' },
			{ tag: tags.string, color: 'var(--changed-ink)' },
			{ tag: tags.number, color: 'var(--warning-ink)' },
			{ tag: tags.comment, color: 'var(--muted)' }
		])
	),
	EditorView.theme({
		'&': { color: 'var(--text)', backgroundColor: 'var(--raised)', height: '100%', fontSize: 'var(--text-sm)' },
		'&.cm-focused': { outline: 'none' },
		'.cm-scroller': { fontFamily: 'var(--mono)', lineHeight: '1.25rem' },
		'.cm-content': { caretColor: 'var(--accent)', padding: '0.5rem 0' },
		'.cm-cursor': { borderLeftColor: 'var(--accent)', borderLeftWidth: '2px' },
		'.cm-gutters': { backgroundColor: 'var(--canvas)', color: 'var(--muted)', borderRight: '1px solid var(--line)' },
		'.cm-activeLine, .cm-activeLineGutter': { backgroundColor: 'var(--hover)' },
		'&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground': {
			backgroundColor: 'var(--accent-line)'
		},
		'.cm-tooltip': {
			color: 'var(--text)',
			backgroundColor: 'var(--raised)',
			border: '1px solid var(--line-strong)',
			borderRadius: 'var(--r-control)',
			font: '400 var(--text-sm) / 1.125rem var(--sans)'
		},
		'.cm-lintRange-error': {
			backgroundImage: 'none',
			textDecoration: 'underline wavy var(--danger)',
			textUnderlineOffset: '3px'
		},
		'.cm-diagnostic-error': { borderLeftColor: 'var(--danger)' }
	})
];
