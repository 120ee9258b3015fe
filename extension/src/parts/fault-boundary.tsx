import type { TranslationBundle } from '@jupyterlab/translation';
import { Component, useState, type ErrorInfo, type ReactNode } from 'react';
import { Notice } from './notice.js';

interface Props {
  /** Names the part in a sentence, such as “The log”. */
  part: string;
  trans: TranslationBundle;
  children: ReactNode;
}

interface State {
  /** What a user reports: the error with its stack; null while the part is shown. */
  fault: { message: string; report: string } | null;
}

/**
 * Replaces a part of a panel that throws by a sentence, so that the other parts stay. React writes the error to the console, once,
 * so this class does not.
 */
export class FaultBoundary extends Component<Props, State> {
  override state: State = { fault: null };

  static getDerivedStateFromError(error: unknown): State {
    const message = error instanceof Error ? error.message : String(error);
    const stack = error instanceof Error ? error.stack : undefined;
    return { fault: { message, report: stack ?? message } };
  }

  override componentDidCatch(_: unknown, { componentStack }: ErrorInfo): void {
    this.setState(({ fault }) => ({
      fault: fault && { ...fault, report: `${fault.report}\n${componentStack ?? ''}` }
    }));
  }

  override render(): ReactNode {
    const { part, trans, children } = this.props;
    const { fault } = this.state;
    if (!fault) return children;
    return (
      <Fault
        {...fault}
        part={part}
        trans={trans}
        onRetry={() => {
          this.setState({ fault: null });
        }}
      />
    );
  }
}

function Fault(props: {
  part: string;
  message: string;
  report: string;
  trans: TranslationBundle;
  onRetry: () => void;
}): ReactNode {
  const { part, message, report, trans, onRetry } = props;
  const [copied, setCopied] = useState<'yes' | 'refused' | null>(null);
  const copy = async (): Promise<void> => {
    try {
      await navigator.clipboard.writeText(report);
      setCopied('yes');
    } catch {
      // The browser allows it on https and localhost only: the user selects the text instead.
      setCopied('refused');
    }
  };
  return (
    <Notice kind="error">
      <p className="carry-Fault-sentence">
        {trans.__(
          '%1 cannot be shown because of an error in the sidebar: %2. Try again, or copy the error and report it.',
          part,
          message
        )}
      </p>
      <div className="carry-Job-actions">
        <button type="button" className="carry-Button" onClick={onRetry}>
          {trans.__('Try again')}
        </button>
        <button type="button" className="carry-Button" onClick={() => void copy()}>
          {copied === 'yes' ? trans.__('Copied') : trans.__('Copy error')}
        </button>
      </div>
      {copied === 'refused' && (
        <>
          <p>{trans.__('The browser does not allow copying here. Select the text:')}</p>
          <pre className="carry-Job-error">{report}</pre>
        </>
      )}
    </Notice>
  );
}
