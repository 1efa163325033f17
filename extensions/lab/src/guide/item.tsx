/** One step in the list: how far it is, why, what was found in it, and what can be done. */
import type { TranslationBundle } from '@jupyterlab/translation';
import React from 'react';

import { Findings } from './findings';
import type { IGuideModel, IGuideStep } from './tokens';
import { markOf, stateWords, titleOf } from './words';

export interface IStepItemProps {
  readonly step: IGuideStep;
  /** Why it is in its state. */
  readonly because: string;
  readonly model: IGuideModel;
  /** Whether the active cell of the notebook belongs to it. */
  readonly isActive: boolean;
  /** Whether it is the one that the arrow keys start from, and whose actions are shown. */
  readonly isCurrent: boolean;
  /** How many other steps have to run before it; of the current one only. */
  readonly before: number;
  readonly isGuided: boolean;
  readonly choose: (id: string) => void;
  readonly trans: TranslationBundle;
}

/** Drawn anew only when something of it has changed: a notebook may have hundreds of steps. */
export const StepItem = React.memo(function StepItem(props: IStepItemProps): React.JSX.Element {
  const { step, because, model, isActive, isCurrent, choose, trans } = props;
  return (
    <li
      className="workbench-Step"
      data-step={step.id}
      data-state={step.activity ?? step.state}
      aria-current={isActive ? 'step' : undefined}
    >
      <button
        className="workbench-Step-title"
        tabIndex={isCurrent ? 0 : -1}
        data-workbench-focus={isCurrent ? '' : undefined}
        onFocus={() => choose(step.id)}
        onClick={() => void model.goTo(step.id)}
      >
        <span className="workbench-Step-mark" aria-hidden="true">
          {markOf(step)}
        </span>
        <span className="workbench-Step-name">{titleOf(step)}</span>{' '}
        <span className="workbench-Step-state">{stateWords(step, trans)}</span>
      </button>
      {because !== '' && <p className="workbench-Step-because">{because}</p>}
      {isCurrent && step.why !== '' && <p className="workbench-Step-why">{step.why}</p>}
      {step.findings.length > 0 && <Findings step={step} model={model} trans={trans} />}
      {isCurrent && <Actions {...props} />}
    </li>
  );
});

function Actions({ step, model, before, isGuided, trans }: IStepItemProps): React.JSX.Element {
  const isBusy = step.activity !== null;
  return (
    <div
      className="workbench-Step-actions"
      role="group"
      aria-label={trans.__('Step %1', titleOf(step))}
    >
      <button className="jp-Button" disabled={isBusy} onClick={() => void model.runStep(step.id)}>
        {trans.__('Run this step')}
      </button>
      {before > 0 && (
        <button
          className="jp-Button"
          disabled={isBusy}
          title={trans._n(
            'It rests on %1 step that is not done or not in memory: that runs first',
            'It rests on %1 steps that are not done or not in memory: those run first',
            before
          )}
          onClick={() => void model.runTo(step.id)}
        >
          {trans.__('Run to here')}
        </button>
      )}
      {isGuided && (
        <button
          className="jp-Button"
          aria-expanded={step.isCodeShown}
          onClick={() => model.setCodeShown(step.id, !step.isCodeShown)}
        >
          {step.isCodeShown ? trans.__('Hide code') : trans.__('Show code')}
        </button>
      )}
    </div>
  );
}
