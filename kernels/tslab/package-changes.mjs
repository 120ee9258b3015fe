import { createRequire } from 'node:module';

/** The name of what TypeScript's watch wants to do soon after a package has changed. */
const LOOK_AGAIN = 'invalidateResolutionsOfFailedLookup';

/** Replaces a timer, and never fires. */
const NO_TIMER = {};

/**
 * Lets a kernel outlive a change of the packages that its notebook uses.
 *
 * TypeScript's watch has two timers, one for changed cells and one to look again for packages. tslab
 * keeps one: a package.json that changes, as `npm install` does, made every later cell fail with
 * "Unexpected pending rebuildTimer". The second timer is not needed, since the watch looks again with
 * the next cell anyhow. tslab sets its timers on an object that inherits from TypeScript's `sys`; a
 * setter there intercepts the assignments.
 */
export function outlivePackageChanges() {
  const require = createRequire(createRequire(import.meta.url).resolve('tslab/package.json'));
  const { sys } = require('@tslab/typescript-for-tslab');
  replace(sys, 'setTimeout', start => (callback, ...rest) => {
    return callback.name === LOOK_AGAIN ? NO_TIMER : start(callback, ...rest);
  });
  replace(sys, 'clearTimeout', clear => timer => {
    if (timer !== NO_TIMER) clear(timer);
  });
}

/** When an object that inherits from `sys` sets its own `name`, `change` replaces the value. */
function replace(sys, name, change) {
  const own = sys[name];
  Object.defineProperty(sys, name, {
    get: () => own,
    set(value) {
      Object.defineProperty(this, name, { value: change(value), writable: true });
    }
  });
}
