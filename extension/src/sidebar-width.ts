import type { Widget } from '@lumino/widgets';
import { browserStorage } from './parts/browser-storage.js';

/** The key under which the browser stores that the user has made the sidebar narrow. */
const NARROW_KEY = 'jupyterlab-carry:narrow';
const NARROW_CLASS = 'carry-mod-narrow';

/**
 * Lets the user drag the edge of the sidebar to less than the width at which it opens: JupyterLab opens a sidebar at its smallest width.
 * A reload of the page opens it as narrow as it was.
 */
export class SidebarWidth {
  constructor(private readonly sidebar: Widget) {
    sidebar.toggleClass(NARROW_CLASS, browserStorage.getItem(NARROW_KEY) === 'true');
  }

  attach(): void {
    document.addEventListener('pointerdown', this, true);
  }

  detach(): void {
    document.removeEventListener('pointerdown', this, true);
    document.removeEventListener('pointerup', this, true);
  }

  handleEvent({ type, target }: Event): void {
    if (type === 'pointerup') this.onDragged();
    else if ((target as Element).closest('.lm-SplitPanel-handle')) this.onDrag();
  }

  private onDrag(): void {
    document.addEventListener('pointerup', this, true);
    this.sidebar.addClass(NARROW_CLASS);
    this.sidebar.parent?.fit();
  }

  private onDragged(): void {
    document.removeEventListener('pointerup', this, true);
    const { width } = this.sidebar.node.getBoundingClientRect();
    if (width > 0) browserStorage.setItem(NARROW_KEY, String(width < this.openingWidth));
  }

  /** The width at which the sidebar opens, in pixels; its style depends on the size of the font. */
  private get openingWidth(): number {
    const probe = document.createElement('div');
    probe.style.width = 'var(--carry-sidebar-width)';
    this.sidebar.node.append(probe);
    const { width } = probe.getBoundingClientRect();
    probe.remove();
    return width;
  }
}
