import { useState } from 'react';
import { tabStorage } from './browser-storage.js';

const STORAGE_KEY = 'jupyterlab-carry:tab';

/** The tab that is chosen in the details of something; null is the first. A reload of the page shows it again, anything else does not. */
export function useStoredTab(owner: string): [tab: string | null, choose: (tab: string) => void] {
  const [tab, setTab] = useState(() => {
    const [of, stored] = (tabStorage.getItem(STORAGE_KEY) ?? '').split('\n');
    return of === owner && stored ? stored : null;
  });
  return [
    tab,
    chosen => {
      setTab(chosen);
      tabStorage.setItem(STORAGE_KEY, `${owner}\n${chosen}`);
    }
  ];
}
