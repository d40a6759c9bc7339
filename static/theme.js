// Runs before the page is drawn. The cookie is written by the person's menu; without it the system decides.
{
	const chosen = /(?:^|; )theme=(light|dark)/.exec(document.cookie);
	if (chosen) document.documentElement.classList.add(chosen[1]);
}
