import { requireFromTslab } from './tslab-require.mjs';

/** The callback of TypeScript's watch that resolves failed imports again, soon after a package has changed. */
const RESOLUTION_RETRY = 'invalidateResolutionsOfFailedLookup';

/** Stands for a timer that was not set. */
const NO_TIMER = {};

/**
 * Keeps the kernel working when packages change that its notebook uses.
 *
 * TypeScript's watch has two timers, one for changed cells and one to resolve packages again. tslab
 * supports only one: after a package.json changed, as in `npm install`, every later cell failed with
 * "Unexpected pending rebuildTimer". The second timer is not needed, because the watch resolves packages
 * again with the next cell. tslab sets its timers on an object that inherits from TypeScript's `sys`; a
 * setter there intercepts the assignments.
 */
export function toleratePackageChanges() {
  const { sys } = requireFromTslab('@tslab/typescript-for-tslab');
  replace(sys, 'setTimeout', start => (callback, ...rest) => {
    return callback.name === RESOLUTION_RETRY ? NO_TIMER : start(callback, ...rest);
  });
  replace(sys, 'clearTimeout', clear => timer => {
    if (timer !== NO_TIMER) clear(timer);
  });
}

/** When an object that inherits from `sys` assigns its own property `name`, assigns `wrap(value)` instead. */
function replace(sys, name, wrap) {
  const own = sys[name];
  Object.defineProperty(sys, name, {
    get: () => own,
    set(value) {
      Object.defineProperty(this, name, { value: wrap(value), writable: true });
    }
  });
}
