/* Sets the theme before the first paint; loaded as a plain script in the head of every page. */
(() => {
  const KEY = 'medtrust.theme';
  const read = () => {
    try {
      const value = localStorage.getItem(KEY);
      return value === 'light' || value === 'dark' ? value : 'auto';
    } catch {
      return 'auto';
    }
  };
  const apply = (theme) => {
    if (theme === 'auto') delete document.documentElement.dataset.theme;
    else document.documentElement.dataset.theme = theme;
  };
  apply(read());
  window.medtrustTheme = {
    get: read,
    set(theme) {
      try {
        if (theme === 'auto') localStorage.removeItem(KEY);
        else localStorage.setItem(KEY, theme);
      } catch {
        // A browser that keeps nothing still shows the theme until the page is left.
      }
      apply(theme);
      window.dispatchEvent(new Event('medtrust-theme'));
    },
  };
})();
