// What pages do beyond being read: times that go on, keys, the log that grows. Everything is there
// without it. No text is ever put into a page as HTML but what the server has escaped.
'use strict';
(() => {
  const all = (selector, root = document) => [...root.querySelectorAll(selector)];
  const one = (selector, root = document) => root.querySelector(selector);

  // --- times, as Times.java has them --------------------------------------------------------

  // The clock of this machine may be wrong; ages are counted from what the server said.
  const loaded = performance.now();
  const words = (seconds) => {
    const s = Math.max(0, Math.floor(seconds));
    if (s < 60) return `${s} s`;
    const minutes = Math.floor(s / 60);
    if (minutes < 60) return `${minutes} min`;
    const hours = Math.floor(minutes / 60);
    if (hours < 24) return `${hours} h` + (minutes % 60 ? ` ${minutes % 60} min` : '');
    return `${Math.floor(hours / 24)} d` + (hours % 24 ? ` ${hours % 24} h` : '');
  };
  const serverNow = Number(document.documentElement.dataset.now) || Date.now();
  const tick = () => {
    const now = serverNow + (performance.now() - loaded);
    for (const time of all('time[data-ago]')) {
      const said = words((now - Date.parse(time.dateTime)) / 1000);
      const text = time.dataset.ago === 'ago' ? `${said} ago` : said;
      if (time.textContent !== text) time.textContent = text;
    }
  };
  setInterval(tick, 5000);

  // --- what is pushed -----------------------------------------------------------------------

  const title = document.title;
  const count = () => {
    const parked = one('[data-parked]');
    if (one('.sums')) document.title = parked ? `(${parked.dataset.parked}) ${title}` : title;
  };
  count();

  const live = one('[data-live]');
  const alive = (yes) => {
    if (!live) return;
    live.hidden = false;
    live.classList.toggle('off', !yes);
    one('span', live).textContent = yes ? 'live' : 'not live, trying again';
  };
  document.addEventListener('htmx:sseOpen', () => alive(true));
  document.addEventListener('htmx:sseError', () => alive(false));

  // A part that is being typed in waits; what was folded open stays open.
  let open = [];
  document.addEventListener('htmx:sseBeforeMessage', (event) => {
    const part = event.target;
    const typing = part.contains(document.activeElement)
      && all('textarea', part).some((text) => text.value !== '');
    if (typing) {
      event.preventDefault();
      return;
    }
    open = all('details[open][id]', part).map((details) => details.id);
  });
  document.addEventListener('htmx:sseMessage', () => {
    for (const id of open) {
      const details = document.getElementById(id);
      if (details) details.open = true;
    }
    tick();
    count();
  });

  // Browsers allow six connections to a server: a page nobody looks at gives its own back.
  const HIDDEN_MAX = 60_000;
  let away = 0;
  let stale = false;
  const letGo = () => {
    stale = true;
    const page = one('[sse-connect]');
    const source = page && page['htmx-internal-data'] && page['htmx-internal-data'].sseEventSource;
    if (source) source.close();
    if (log.source) log.stop();
  };
  document.addEventListener('visibilitychange', () => {
    clearTimeout(away);
    if (document.hidden) away = setTimeout(letGo, HIDDEN_MAX);
    else if (stale && !all('textarea').some((text) => text.value !== '')) location.reload();
  });

  // --- the log ------------------------------------------------------------------------------

  const LINES_MAX = 4000;
  const log = {
    box: one('[data-log]'),
    button: one('[data-follow]'),
    source: null,
    following: true,

    toEnd() {
      if (this.following) this.box.scrollTop = this.box.scrollHeight;
    },

    follow(yes) {
      this.following = yes;
      if (this.button) this.button.setAttribute('aria-pressed', String(yes));
      if (yes) this.toEnd();
    },

    add(html) {
      const none = one('[data-log-none]');
      if (none) none.remove();
      this.box.insertAdjacentHTML('beforeend', html);
      while (this.box.childNodes.length > LINES_MAX) this.box.firstChild.remove();
      this.toEnd();
    },

    start() {
      if (!this.box) return;
      if (this.button) {
        this.button.hidden = false;
        this.button.addEventListener('click', () => this.follow(!this.following));
      }
      this.box.addEventListener('scroll', () => {
        const atEnd =
          this.box.scrollHeight - this.box.scrollTop - this.box.clientHeight < 8;
        if (atEnd !== this.following) this.follow(atEnd);
      });
      this.toEnd();
      const from = this.box.dataset.from;
      this.source = new EventSource(
        this.box.dataset.log + (from ? `?from=${encodeURIComponent(from)}` : ''));
      this.source.onmessage = (event) => this.add(event.data);
      this.source.addEventListener('run', (event) => this.add(event.data));
      this.source.addEventListener('end', () => this.stop());
    },

    stop() {
      this.source.close();
      this.source = null;
    },
  };
  log.start();

  // --- keys ---------------------------------------------------------------------------------

  const dialog = one('dialog.keys');
  const opener = one('[data-keys]');
  if (opener) {
    opener.hidden = false;
    opener.addEventListener('click', () => dialog.showModal());
  }

  const keyOf = (card) => one('a.key', card);
  const columns = () =>
    all('.column').map((column) => all('.card', column)).filter((cards) => cards.length > 0);

  const place = () => {
    const card = document.activeElement && document.activeElement.closest('.card');
    const rows = columns();
    for (let x = 0; x < rows.length; x++) {
      const y = rows[x].indexOf(card);
      if (y >= 0) return { rows, x, y };
    }
    return { rows, x: -1, y: -1 };
  };

  const goTo = (rows, x, y) => {
    const cards = rows[Math.min(Math.max(x, 0), rows.length - 1)];
    if (!cards) return;
    const link = keyOf(cards[Math.min(Math.max(y, 0), cards.length - 1)]);
    link.focus();
    link.closest('.card').scrollIntoView({ block: 'nearest', inline: 'nearest' });
  };

  const move = (dx, dy) => {
    const { rows, x, y } = place();
    if (x < 0) {
      goTo(rows, 0, 0);
    } else if (dx !== 0) {
      goTo(rows, x + dx, y);
    } else if (y + dy >= rows[x].length && x + 1 < rows.length) {
      goTo(rows, x + 1, 0);
    } else if (y + dy < 0 && x > 0) {
      goTo(rows, x - 1, rows[x - 1].length - 1);
    } else {
      goTo(rows, x, y + dy);
    }
  };

  const onBoard = () => one('main.board') !== null;
  const keys = {
    j: () => move(0, 1),
    k: () => move(0, -1),
    h: () => move(-1, 0),
    l: () => move(1, 0),
    ArrowDown: () => move(0, 1),
    ArrowUp: () => move(0, -1),
    ArrowLeft: () => move(-1, 0),
    ArrowRight: () => move(1, 0),
  };

  document.addEventListener('keydown', (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
    if (event.target.closest('input, textarea, select, [contenteditable], dialog')) return;
    if (event.key === '?') {
      dialog.showModal();
    } else if (event.key === 'b') {
      location.assign('/');
    } else if (event.key === 'q') {
      location.assign('/board/queue');
    } else if (event.key === 'f' && log.box) {
      log.follow(!log.following);
    } else if (onBoard() && keys[event.key]) {
      keys[event.key]();
      event.preventDefault();
    }
  });
})();
