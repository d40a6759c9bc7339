import ArrowDown from '@lucide/svelte/icons/arrow-down';
import ArrowLeft from '@lucide/svelte/icons/arrow-left';
import ArrowRight from '@lucide/svelte/icons/arrow-right';
import ArrowUp from '@lucide/svelte/icons/arrow-up';
import FolderOutput from '@lucide/svelte/icons/folder-output';
import Minus from '@lucide/svelte/icons/minus';
import MoveHorizontal from '@lucide/svelte/icons/move-horizontal';
import Pencil from '@lucide/svelte/icons/pencil';
import Plus from '@lucide/svelte/icons/plus';
import type { TabStanding } from '#lib/domain/layout/diff.ts';
import type { Icon } from '#lib/ui/icon.ts';
import type { Sign } from './signs.ts';

/** How each sign is drawn. */
export const SIGN_ICON: Readonly<Record<Sign['icon'], Icon>> = {
	added: Plus,
	removed: Minus,
	changed: Pencil,
	resized: MoveHorizontal,
	up: ArrowUp,
	down: ArrowDown,
	left: ArrowLeft,
	right: ArrowRight,
	tab: FolderOutput
};

/** What happened to a tab; nothing for one that is as it was. */
export const TAB_ICON: Readonly<Partial<Record<TabStanding, Icon>>> = {
	added: Plus,
	removed: Minus,
	renamed: Pencil,
	moved: ArrowRight
};
