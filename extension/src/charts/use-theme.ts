import { useSyncExternalStore } from 'react';

const FORCED_COLORS = '(forced-colors: active)';

/** Returns a text that changes with JupyterLab's theme and with the colours that the system forces, for what CSS cannot colour. */
export function useTheme(): string {
  return useSyncExternalStore(subscribe, themeNow, () => '');
}

function subscribe(onChange: () => void): () => void {
  const observer = new MutationObserver(onChange);
  observer.observe(document.body, { attributeFilter: ['data-jp-theme-name'] });
  const forced = matchMedia(FORCED_COLORS);
  forced.addEventListener('change', onChange);
  return () => {
    observer.disconnect();
    forced.removeEventListener('change', onChange);
  };
}

function themeNow(): string {
  return `${document.body.dataset.jpThemeName ?? ''} ${matchMedia(FORCED_COLORS).matches}`;
}
