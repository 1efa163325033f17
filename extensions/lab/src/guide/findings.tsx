/** What was found in a step: what to do about it, or why it is accepted. */
import type { TranslationBundle } from '@jupyterlab/translation';
import React from 'react';

import { explain } from '../errors';
import type { IFinding } from './records';
import { keyOf } from './repeats';
import type { IGuideModel, IGuideStep } from './tokens';
import { severityWords, titleOf } from './words';

/** A reason that is shorter tells others nothing; the kernel asks for as many characters. */
export const SHORTEST = 10;

interface IFindingsProps {
  readonly step: IGuideStep;
  readonly model: IGuideModel;
  readonly trans: TranslationBundle;
}

/**
 * All findings of a step; open at first if one of them is neither a note nor overruled, and when there are more of
 * these. It folds only by hand: whoever decides on one still stands in it.
 */
export function Findings({ step, model, trans }: IFindingsProps): React.JSX.Element {
  const { findings, above } = step;
  const n_open = findings.filter((one, at) => !above[at] && isOpen(one)).length;
  const [isUnfolded, setUnfolded] = React.useState(n_open > 0);
  const [n_before, setBefore] = React.useState(n_open);
  if (n_open !== n_before) {
    setBefore(n_open);
    setUnfolded(isUnfolded || n_open > n_before);
  }
  return (
    <details
      className="workbench-Findings"
      open={isUnfolded}
      onToggle={({ currentTarget }) => setUnfolded(currentTarget.open)}
    >
      <summary>
        {trans._n('%1 finding', '%1 findings', findings.length)}
        {n_open > 0 && n_open < findings.length && (
          <> {trans._n('(%1 to decide on)', '(%1 to decide on)', n_open)}</>
        )}
      </summary>
      <ul>
        {findings.map((finding, at) => {
          const full = model.steps.find(({ id }) => id === above[at]);
          const key = `${finding.code} ${finding.scope}`;
          return full === undefined ? (
            <Finding key={key} finding={finding} step={step} model={model} trans={trans} />
          ) : (
            <Again key={key} finding={finding} step={full} trans={trans} />
          );
        })}
      </ul>
    </details>
  );
}

function isOpen({ severity, overruled }: IFinding): boolean {
  return severity !== 'note' && overruled === '';
}

interface IToldProps {
  readonly finding: IFinding;
  readonly id: string;
  readonly trans: TranslationBundle;
}

/** Its title, which has the focus when a button has led here, and why it is accepted. */
function Told({ finding, id, trans, children }: React.PropsWithChildren<IToldProps>) {
  const { code, severity, title, scope, overruled } = finding;
  return (
    <>
      <p id={id} tabIndex={-1} className="workbench-Finding-title">
        <strong>{severityWords(severity, trans)}</strong> {title}{' '}
        <span className="workbench-Finding-code">
          {scope === '' ? code : trans.__('%1, %2', code, scope)}
        </span>
      </p>
      {children}
      {overruled !== '' && (
        <p>
          <strong>{trans.__('Overruled:')}</strong> {overruled}
        </p>
      )}
    </>
  );
}

type IAgainProps = Pick<IFindingProps, 'finding' | 'step' | 'trans'>;

/** A finding that stands in full under a step above: a button leads there. */
function Again({ finding, step, trans }: IAgainProps): React.JSX.Element {
  const id = React.useId();
  const show = () => {
    const full = document.getElementById(idOf(step, finding))!;
    full.closest('details')!.open = true;
    full.focus();
  };
  return (
    <li data-severity={finding.severity}>
      <Told id={id} finding={finding} trans={trans} />
      <button className="jp-Button" aria-describedby={id} onClick={show}>
        {trans.__('Read it under “%1”', titleOf(step))}
      </button>
    </li>
  );
}

/** Of the finding of a step on the page. */
function idOf({ id }: IGuideStep, finding: IFinding): string {
  return encodeURIComponent(`${id} ${keyOf(finding)}`);
}

interface IFindingProps extends IFindingsProps {
  readonly finding: IFinding;
}

function Finding({ finding, step, model, trans }: IFindingProps): React.JSX.Element {
  const [isAsking, setAsking] = React.useState(false);
  const button = React.useRef<HTMLButtonElement>(null);
  const { code, severity, why, what_to_do, overruled } = finding;
  const [isWriting, setWriting] = React.useState(false);
  const [said, setSaid] = React.useState('');
  const close = () => {
    setAsking(false);
    requestAnimationFrame(() => button.current?.focus());
  };
  const takeBack = async () => {
    setWriting(true);
    setSaid('');
    try {
      await model.reinstate(step.id, finding);
      requestAnimationFrame(() => button.current?.focus());
    } catch (error) {
      setSaid(tell(error, trans));
    }
    setWriting(false);
  };
  return (
    <li data-severity={severity}>
      <Told id={idOf(step, finding)} finding={finding} trans={trans}>
        {why !== '' && <p>{why}</p>}
        {what_to_do !== '' && (
          <p>
            <strong>{trans.__('What to do:')}</strong> {what_to_do}
          </p>
        )}
      </Told>
      {isAsking ? (
        <Reason finding={finding} step={step} model={model} trans={trans} close={close} />
      ) : (
        <>
          <button
            ref={button}
            className="jp-Button"
            aria-label={
              overruled === ''
                ? trans.__('Overrule %1 with a reason', code)
                : trans.__('Change the reason for %1', code)
            }
            onClick={() => setAsking(true)}
          >
            {overruled === ''
              ? trans.__('Overrule with a reason…')
              : trans.__('Change the reason…')}
          </button>
          {overruled !== '' && (
            <button
              className="jp-Button"
              aria-label={isWriting ? undefined : trans.__('Take back that %1 is overruled', code)}
              disabled={isWriting}
              aria-busy={isWriting}
              onClick={() => void takeBack()}
            >
              {isWriting ? trans.__('Writing…') : trans.__('Take it back')}
            </button>
          )}
          <p role="alert" className="workbench-Reason-said">
            {said}
          </p>
        </>
      )}
    </li>
  );
}

function tell(error: unknown, trans: TranslationBundle): string {
  return explain(error, trans) ?? trans.__('It could not be written: %1', String(error));
}

interface IReasonProps extends IFindingProps {
  readonly close: () => void;
}

/** Asks for the reason; it is read by others, so it has to be one. */
function Reason({ finding, step, model, trans, close }: IReasonProps): React.JSX.Element {
  const [reason, setReason] = React.useState(finding.overruled);
  const [said, setSaid] = React.useState('');
  const [isWriting, setWriting] = React.useState(false);
  const id = React.useId();
  const n_missing = SHORTEST - [...reason.trim()].length;

  const submit = async (event: React.FormEvent) => {
    event.preventDefault();
    if (n_missing > 0) {
      setSaid(
        trans._n(
          'Write %1 character more: others have to follow it.',
          'Write %1 characters more: others have to follow it.',
          n_missing
        )
      );
      return;
    }
    setWriting(true);
    try {
      await model.overrule(step.id, finding, reason.trim());
      close();
    } catch (error) {
      setSaid(tell(error, trans));
      setWriting(false);
    }
  };

  return (
    <form
      className="workbench-Reason"
      onSubmit={event => void submit(event)}
      onKeyDown={event => {
        if (event.key === 'Escape') {
          event.stopPropagation();
          close();
        }
      }}
    >
      <label htmlFor={id}>{trans.__('Why is this accepted?')}</label>
      <textarea
        id={id}
        className="jp-mod-styled"
        rows={3}
        value={reason}
        autoFocus
        aria-invalid={said !== ''}
        aria-describedby={`${id}-help ${id}-said`}
        onChange={event => {
          setReason(event.target.value);
          setSaid('');
        }}
      />
      <p id={`${id}-help`}>
        {trans.__('It stands in the report. A cell beneath the step keeps it as Python.')}
      </p>
      <p id={`${id}-said`} role="alert" className="workbench-Reason-said">
        {said}
      </p>
      <button
        type="submit"
        className="jp-Button jp-mod-accept"
        disabled={isWriting}
        aria-busy={isWriting}
      >
        {isWriting ? trans.__('Writing…') : trans.__('Overrule')}
      </button>
      <button type="button" className="jp-Button" onClick={close}>
        {trans.__('Cancel')}
      </button>
    </form>
  );
}
