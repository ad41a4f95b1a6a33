/* SPDX-License-Identifier: GPL-2.0-or-later */
'use strict';
(() => {
	const $ = (s, e = document) => e.querySelector(s);
	const $$ = (s, e = document) => [...e.querySelectorAll(s)];
	const make = (tag, cls, text) => {
		const e = document.createElement(tag);
		if (cls) e.className = cls;
		if (text !== undefined) e.textContent = text;
		return e;
	};
	const list = $('#list'), tools = $('.tools'), q = $('#q'), by = $('#by'), shown = $('#shown');
	const trees = $$('.t').map((e) => ({ e, name: $('.name', e).textContent, text: $('.name', e).textContent.toLowerCase() }));
	const cards = $$('.f', list).map((e) => ({
		e,
		group: e.parentNode,
		level: ['e', 'w', 'n'].find((l) => e.classList.contains(l)),
		state: e.dataset.s,
		trees: e.dataset.t ? e.dataset.t.split(' ').map(Number) : [],
		file: e.dataset.f,
	}));
	/* The words that a card is found by: its own, its rule's and its trees'. */
	const words = (c) => c.text ||= [c.e.textContent, $('h3', c.group).textContent, ...c.trees.map((t) => trees[t].name)].join('\n').toLowerCase();

	/* Sheets that are packed: lines that they share, in base64 of raw deflate. */
	const inflate = async (text) => {
		const bytes = Uint8Array.from(atob(text), (c) => c.charCodeAt(0));
		const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('deflate-raw'));
		return (await new Response(stream).text()).split('\n');
	};
	let lines;
	/* What lines cannot have in common: how far down each text stands, and each break. */
	const settle = (map) => {
		let y = 0;
		const down = map.dataset.y.trim().split(' ');
		$$('text', map).forEach((t, i) => t.setAttribute('y', y += +down[i]));
		for (const p of $$('.cut', map)) {
			const d = p.getAttribute('d');
			p.setAttribute('d', d + p.dataset.d.split(' ').map((v) => v && d.replace(/ -?\d+/, ' ' + v)).join(''));
		}
	};
	const unpack = async (div) => {
		if (!div.dataset.p) return;
		if (!window.DecompressionStream) {
			div.replaceChildren(make('p', 'calm', 'This browser cannot unpack it.'));
			return;
		}
		lines ||= inflate($('#z').dataset.z);
		const all = await lines;
		if (!div.dataset.p) return;
		/* written and escaped by dtlint, as the page is */
		div.innerHTML = div.dataset.p.split(' ').map((run) => {
			const [first, last = first] = run.split('-');
			return all.slice(+first, +last + 1).join('\n');
		}).join('\n');
		delete div.dataset.p;
		$$('svg[data-y]', div).forEach(settle);
	};
	for (const t of trees)
		t.e.addEventListener('toggle', () => { if (t.e.open) unpack($('.sheet', t.e)); });

	/* Where a link leads may be closed, hidden, packed, or all of it. */
	const go = async () => {
		const id = decodeURIComponent(location.hash.slice(1));
		const m = /^[tr](\d+)/.exec(id);
		if (m && trees[m[1]]) {
			trees[m[1]].e.hidden = false;
			trees[m[1]].e.open = true;
			await unpack($('.sheet', trees[m[1]].e));
		}
		const e = id && document.getElementById(id);
		if (!e) return;
		if (e.classList.contains('f') && (e.hidden || list.hidden)) reset();
		for (let d = e; d; d = d.parentNode)
			if (d.tagName === 'DETAILS') d.open = true;
		e.scrollIntoView({ block: e.tagName === 'text' ? 'center' : 'start' });
		$$('.flash').forEach((f) => f.classList.remove('flash'));
		e.classList.add('flash');
		const focus = e.tagName === 'DETAILS' ? $('summary', e) : $('a', e);
		if (focus) focus.focus({ preventScroll: true });
	};

	/* Other orders: lists of links to the cards, made when they are opened. */
	const other = make('div');
	other.id = 'other';
	other.hidden = true;
	if (list) list.after(other);
	const row = (c) => {
		const r = make('div', 'row'), a = make('a');
		a.href = '#' + c.e.id;
		for (const s of ['.lv', '.m', '.at']) a.append($('summary ' + s, c.e).cloneNode(true));
		r.append(a);
		return r;
	};
	const bundle = (name, of) => {
		const d = make('details', 'bg'), s = make('summary', '', name + ' ');
		s.append(make('span', 'c', String(of.length)));
		d.append(s);
		d.addEventListener('toggle', () => { if (d.open && !d.children[1]) d.append(...of.map(row)); });
		return d;
	};
	const regroup = (visible) => {
		const sets = new Map();
		const put = (k, c) => { if (!sets.has(k)) sets.set(k, []); sets.get(k).push(c); };
		for (const c of visible) {
			if (by.value === 'tree') (c.trees.length ? c.trees : [-1]).forEach((t) => put(t, c));
			else put(c.file, c);
		}
		const keys = [...sets.keys()].sort((a, b) => (by.value === 'tree' ? a - b : a < b ? -1 : 1));
		other.replaceChildren(...keys.map((k) => bundle(
			by.value === 'tree' ? (k < 0 ? 'No board' : trees[k].name) : k, sets.get(k))));
		if (keys.length === 1) other.firstChild.open = true;
	};

	const filter = () => {
		const terms = q.value.toLowerCase().split(/\s+/).filter(Boolean);
		const levels = new Set($$('[data-l]:checked', tools).map((i) => i.dataset.l));
		const states = $$('[data-st]', tools);
		const on = new Set(states.filter((i) => i.checked).map((i) => i.dataset.st));
		const visible = cards.filter((c) => levels.has(c.level) && (!states.length || on.has(c.state)) && terms.every((t) => words(c).includes(t)));
		const seen = new Set(visible);
		for (const c of cards) c.e.hidden = !seen.has(c);
		const groups = new Set(visible.map((c) => c.group));
		for (const g of $$('.g', list)) g.hidden = !groups.has(g);
		const named = new Set(visible.flatMap((c) => c.trees));
		trees.forEach((t, i) => {
			t.e.hidden = terms.length > 0 && !named.has(i) && !terms.every((w) => t.text.includes(w));
		});
		list.hidden = by.value !== 'rule';
		other.hidden = !list.hidden;
		if (list.hidden) regroup(visible);
		shown.textContent = visible.length === cards.length ? 'all ' + cards.length + ' entries' : visible.length + ' of ' + cards.length + ' entries';
	};
	const reset = () => {
		q.value = '';
		by.value = 'rule';
		$$('input[type=checkbox]', tools).forEach((i) => { i.checked = true; });
		filter();
	};
	if (tools) {
		let timer;
		tools.hidden = false;
		tools.addEventListener('submit', (e) => e.preventDefault());
		tools.addEventListener('change', filter);
		q.addEventListener('input', () => { clearTimeout(timer); timer = setTimeout(filter, cards.length > 300 ? 120 : 0); });
		$('#all').addEventListener('click', (e) => {
			const open = e.target.textContent === 'Open all';
			for (const c of cards) if (!c.e.hidden) c.e.open = open;
			if (!other.hidden) for (const d of other.children) d.open = open;
			e.target.textContent = open ? 'Close all' : 'Open all';
		});
		filter();
	}

	for (const pre of $$('.cmd')) {
		const b = make('button', 'copy', 'Copy');
		b.type = 'button';
		b.addEventListener('click', async () => {
			const code = $('code', pre);
			try {
				await navigator.clipboard.writeText(code.textContent);
				b.textContent = 'Copied';
			} catch {
				getSelection().selectAllChildren(code);
				b.textContent = document.execCommand('copy') ? 'Copied' : 'Selected';
			}
			setTimeout(() => { b.textContent = 'Copy'; }, 1500);
		});
		pre.prepend(b);
	}
	document.addEventListener('keydown', (e) => {
		if (!tools || e.ctrlKey || e.metaKey || e.altKey) return;
		if (e.key === '/' && !/^(INPUT|SELECT|TEXTAREA)$/.test(e.target.tagName)) {
			e.preventDefault();
			q.focus();
		} else if (e.key === 'Escape' && e.target === q) {
			q.value = '';
			filter();
		}
	});
	/* A link to where one is already changes no address. */
	document.addEventListener('click', (e) => {
		const a = e.target.closest('a[href^="#"]');
		if (a && a.getAttribute('href') === location.hash) go();
	});
	/* On paper what is closed cannot be opened. */
	addEventListener('beforeprint', () => { for (const c of cards) if (!c.e.hidden) c.e.open = true; });
	addEventListener('hashchange', go);
	if (location.hash) go();
})();
