// The key that this browser keeps for the board. Storage knows ports, cookies do not: a server on
// another port of this machine may be sent the cookie of the session, but never this key, and
// without it the session cannot write.
'use strict';
(() => {
  const NAME = 'baton-origin-key';
  const kept = () => {
    try {
      return localStorage.getItem(NAME);
    } catch {
      return null;
    }
  };
  const fresh = () => {
    const bytes = crypto.getRandomValues(new Uint8Array(32));
    const key = [...bytes].map((b) => b.toString(16).padStart(2, '0')).join('');
    try {
      localStorage.setItem(NAME, key);
    } catch {
      return null;
    }
    return kept();
  };

  const put = (form, key) => {
    const field = form.elements['origin-key'] || document.createElement('input');
    field.type = 'hidden';
    field.name = 'origin-key';
    field.value = key;
    form.append(field);
  };

  document.addEventListener('submit', (event) => {
    const form = event.target;
    if (form.method !== 'post') return;
    const key = 'login' in form.dataset ? kept() || fresh() : kept();
    if (key) put(form, key);
  });

  document.addEventListener('htmx:configRequest', (event) => {
    const { verb, headers } = event.detail;
    if (verb === 'get') return;
    const token = document.querySelector('meta[name="page-token"]');
    if (token) headers['Baton-Page-Token'] = token.content;
    if (kept()) headers['Baton-Origin-Key'] = kept();
  });

  const login = document.querySelector('form[data-login]');
  if (login && (kept() || fresh())) {
    login.querySelector('[data-no-key]').remove();
    if (login.dataset.login === 'link') login.requestSubmit();
  }
})();
