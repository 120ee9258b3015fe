import type { TranslationBundle } from '@jupyterlab/translation';
import { useState, type KeyboardEvent, type ReactNode } from 'react';
import { FaultBoundary } from '../parts/fault-boundary.js';
import { useCurrent } from '../parts/use-current.js';
import { ChartControls } from './chart-controls.js';
import { ChartFigure } from './chart-figure.js';
import type { ChartSettings } from './chart-settings.js';
import type { Chart } from './curve.js';
import { LargeChart } from './large-chart.js';

/** From this many charts on there is a field to find one. */
const SEARCHED_FROM = 4;

/**
 * Small charts, of which those in view are drawn, so that a run may have hundreds of metrics. One of them is a tab stop: up and
 * down arrows move the focus to the others.
 */
export function ChartGrid(props: {
  charts: readonly Chart[];
  settings: ChartSettings;
  trans: TranslationBundle;
}): ReactNode {
  const { charts, settings, trans } = props;
  const options = useCurrent(settings, ({ options }) => options);
  const [text, setText] = useState('');
  const [focused, setFocused] = useState<string | null>(null);
  const [enlarged, setEnlarged] = useState<string | null>(null);
  const found = charts.filter(chart => matches(chart, text));
  const tabStop = found.find(({ title }) => title === focused)?.title ?? found[0]?.title;
  const large = charts.find(({ title }) => title === enlarged);
  return (
    <>
      <div className="carry-Charts-controls" role="group" aria-label={trans.__('Charts')}>
        {charts.length >= SEARCHED_FROM && (
          <input
            type="search"
            className="carry-Input carry-mod-search carry-Charts-find"
            placeholder={trans._n('Find in %1 metric', 'Find in %1 metrics', charts.length)}
            aria-label={trans.__('Find a metric')}
            value={text}
            onChange={event => {
              setText(event.target.value);
            }}
          />
        )}
        <ChartControls settings={settings} trans={trans} />
      </div>
      {found.length === 0 && (
        <p className="carry-Hint" role="status">
          {trans.__('No metric has this in its name.')}
        </p>
      )}
      <div
        className="carry-Charts"
        onKeyDown={moveFocus}
        onFocus={({ target }) => {
          setFocused(target.closest<HTMLElement>('[data-chart]')?.dataset.chart ?? null);
        }}
      >
        {found.map(chart => (
          <FaultBoundary
            key={chart.title}
            part={trans.__('The metric “%1”', chart.title)}
            trans={trans}
          >
            <ChartFigure
              chart={chart}
              options={options}
              isTabStop={chart.title === tabStop}
              onEnlarge={() => {
                setEnlarged(chart.title);
              }}
              trans={trans}
            />
          </FaultBoundary>
        ))}
      </div>
      {large && (
        <LargeChart
          chart={large}
          options={options}
          onClose={() => {
            setEnlarged(null);
          }}
          trans={trans}
        />
      )}
    </>
  );
}

function matches({ title, curves }: Chart, text: string): boolean {
  const wanted = text.trim().toLowerCase();
  return [title, ...curves.map(({ label }) => label)].some(name =>
    name.toLowerCase().includes(wanted)
  );
}

/** Moves the focus to the chart above or below. */
function moveFocus(event: KeyboardEvent<HTMLElement>): void {
  const by = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (by === undefined) return;
  const figures = [...event.currentTarget.querySelectorAll<HTMLElement>('[data-chart]')];
  const at = figures.findIndex(figure => figure.contains(event.target as Node));
  const next = figures.slice(by > 0 ? at + 1 : 0, by > 0 ? undefined : Math.max(at, 0));
  if (by < 0) next.reverse();
  const button = next.map(figure => figure.querySelector('button')).find(found => found !== null);
  if (!button) return;
  event.preventDefault();
  button.focus();
}
