import { useState } from 'react';

/** A switch whose state survives a reload of the page, in the browser. */
export function useStoredFlag(
  name: string,
  initial: boolean
): [value: boolean, set: (value: boolean) => void] {
  const key = `jupyterlab-carry:${name}`;
  const [value, setValue] = useState(() => read(key) ?? initial);
  return [
    value,
    next => {
      setValue(next);
      write(key, next);
    }
  ];
}

function read(key: string): boolean | null {
  try {
    const text = localStorage.getItem(key);
    return text === null ? null : text === 'true';
  } catch {
    // A browser may refuse the storage: the switch then has its state until the page is reloaded.
    return null;
  }
}

function write(key: string, value: boolean): void {
  try {
    localStorage.setItem(key, String(value));
  } catch {
    // As above.
  }
}
