import { ReactWidget } from '@jupyterlab/ui-components';
import type { TranslationBundle } from '@jupyterlab/translation';
import type { Message } from '@lumino/messaging';
import { Panel, type Widget } from '@lumino/widgets';
import type { ReactElement } from 'react';
import { carryIcon } from './icons.js';
import { tabStorage } from './parts/browser-storage.js';
import { Tabs } from './parts/tabs.js';
import { SidebarWidth } from './sidebar-width.js';

export const SIDEBAR = 'carry-sidebar';

/** The key under which the browser tab stores the selected panel for a reload. */
const SELECTED_PANEL_KEY = 'jupyterlab-carry:panel';

/** A row of tabs with the selected panel below. */
export class Sidebar extends Panel {
  private readonly panels: { widget: Widget; rank: number }[] = [];
  private readonly row: TabRow;
  private readonly width = new SidebarWidth(this);
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

  showPanel(id: string): void {
    this.current = id;
    tabStorage.setItem(SELECTED_PANEL_KEY, id);
    this.arrange();
  }

  protected override onAfterAttach(message: Message): void {
    super.onAfterAttach(message);
    this.width.attach();
  }

  protected override onBeforeDetach(message: Message): void {
    this.width.detach();
    super.onBeforeDetach(message);
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
