import { ReactWidget } from '@jupyterlab/ui-components';
import type { TranslationBundle } from '@jupyterlab/translation';
import type { Message } from '@lumino/messaging';
import { Panel, type Widget } from '@lumino/widgets';
import type { ReactElement } from 'react';
import { carryIcon } from './icons.js';
import { browserStorage, tabStorage } from './parts/browser-storage.js';
import { Tabs } from './parts/tabs.js';

export const SIDEBAR = 'carry-sidebar';

/** The key under which the browser tab stores the selected panel for a reload. */
const SELECTED_PANEL_KEY = 'jupyterlab-carry:panel';

/** The key under which the browser stores that the user has made the sidebar narrow. */
const NARROW_KEY = 'jupyterlab-carry:narrow';
const NARROW_CLASS = 'carry-mod-narrow';

/** A row of tabs with the selected panel below. */
export class Sidebar extends Panel {
  private readonly panels: { widget: Widget; rank: number }[] = [];
  private readonly row: TabRow;
  private current = tabStorage.getItem(SELECTED_PANEL_KEY) ?? '';

  /** `top` is shown above the panels. */
  constructor(trans: TranslationBundle, top?: Widget) {
    super();
    this.id = SIDEBAR;
    this.title.icon = carryIcon;
    this.title.caption = trans.__('Carry: submit, runs, models');
    this.addClass('carry-Sidebar');
    this.node.setAttribute('role', 'region');
    this.node.setAttribute('aria-label', trans.__('Carry'));
    this.row = new TabRow(trans, id => {
      this.showPanel(id);
    });
    this.addWidget(this.row);
    if (top) this.addWidget(top);
    this.toggleClass(NARROW_CLASS, browserStorage.getItem(NARROW_KEY) === 'true');
  }

  /** Adds a panel; panels are ordered by rank from left to right. */
  addPanel(widget: Widget, rank: number): void {
    this.panels.push({ widget, rank });
    this.panels.sort((a, b) => a.rank - b.rank);
    widget.node.setAttribute('role', 'tabpanel');
    widget.node.setAttribute('aria-labelledby', `${widget.id}-tab`);
    this.addWidget(widget);
    this.arrange();
  }

  /** Lets the user drag the edge of the sidebar to less than the width at which it opens; a reload of the page opens it as narrow. */
  handleEvent({ type, target }: Event): void {
    if (type === 'pointerup') {
      document.removeEventListener('pointerup', this, true);
      const { width } = this.node.getBoundingClientRect();
      if (width > 0) browserStorage.setItem(NARROW_KEY, String(width < this.usualWidth));
    } else if ((target as Element).closest('.lm-SplitPanel-handle')) {
      document.addEventListener('pointerup', this, true);
      this.addClass(NARROW_CLASS);
      this.parent?.fit();
    }
  }

  protected override onAfterAttach(message: Message): void {
    super.onAfterAttach(message);
    document.addEventListener('pointerdown', this, true);
  }

  protected override onBeforeDetach(message: Message): void {
    document.removeEventListener('pointerdown', this, true);
    document.removeEventListener('pointerup', this, true);
    super.onBeforeDetach(message);
  }

  showPanel(id: string): void {
    this.current = id;
    tabStorage.setItem(SELECTED_PANEL_KEY, id);
    this.arrange();
  }

  private get usualWidth(): number {
    const probe = document.createElement('div');
    probe.style.width = 'var(--carry-sidebar-width)';
    this.node.append(probe);
    const { width } = probe.getBoundingClientRect();
    probe.remove();
    return width;
  }

  private arrange(): void {
    const ids = this.panels.map(({ widget }) => widget.id);
    const front = ids.includes(this.current) ? this.current : ids[0];
    for (const { widget } of this.panels) widget.setHidden(widget.id !== front);
    const tabs = this.panels.map(({ widget: { id, title } }) => ({ id, label: title.label }));
    this.row.display(tabs, front ?? '');
  }
}

class TabRow extends ReactWidget {
  private tabs: { id: string; label: string }[] = [];
  private current = '';

  constructor(
    private readonly trans: TranslationBundle,
    private readonly onSelect: (id: string) => void
  ) {
    super();
    this.addClass('carry-Sidebar-tabs');
  }

  display(tabs: { id: string; label: string }[], current: string): void {
    this.tabs = tabs;
    this.current = current;
    this.update();
  }

  protected override render(): ReactElement {
    return (
      <Tabs
        tabs={this.tabs}
        current={this.current}
        label={this.trans.__('Carry')}
        className="carry-mod-main"
        onSelect={this.onSelect}
      />
    );
  }
}
