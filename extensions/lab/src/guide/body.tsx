/** What the guide shows: where the notebook stands, its steps, and what was found in each. */
import type { TranslationBundle } from '@jupyterlab/translation';
import { ReactWidget } from '@jupyterlab/ui-components';
import type { CommandRegistry } from '@lumino/commands';
import React from 'react';

import { StepItem } from './item';
import { type IGuide, type IGuideModel, type ITrouble } from './tokens';
import { useTurns } from './turns';
import { progressWords, whyWords } from './words';

export class GuideBody extends ReactWidget {
  constructor(
    private readonly _guide: IGuide,
    private readonly _commands: CommandRegistry,
    private readonly _trans: TranslationBundle
  ) {
    super();
    this.addClass('workbench-Guide-body');
  }

  protected override render(): React.JSX.Element {
    return <Guide guide={this._guide} commands={this._commands} trans={this._trans} />;
  }
}

interface IGuideProps {
  readonly guide: IGuide;
  readonly commands: CommandRegistry;
  readonly trans: TranslationBundle;
}

/** Renders again whenever a model says that it has changed. */
function useChanges(model: IGuideModel | null): void {
  const [, renew] = React.useReducer((n: number) => n + 1, 0);
  React.useEffect(() => {
    model?.stateChanged.connect(renew);
    return () => {
      model?.stateChanged.disconnect(renew);
    };
  }, [model]);
}

export function Guide({ guide, commands, trans }: IGuideProps): React.JSX.Element {
  const [model, setModel] = React.useState(guide.current);
  React.useEffect(() => {
    const follow = () => setModel(guide.current);
    follow();
    guide.currentChanged.connect(follow);
    return () => {
      guide.currentChanged.disconnect(follow);
    };
  }, [guide]);
  useChanges(model);
  const hasSteps = model !== null && model.steps.length > 0;
  return (
    <>
      {hasSteps ? (
        <Steps key={model.path} model={model} trans={trans} />
      ) : (
        <Nothing model={model} commands={commands} trans={trans} />
      )}
      <Said model={model} trans={trans} />
    </>
  );
}

/** For those who do not see the panel change. */
function Said({ model }: { readonly model: IGuideModel | null; trans: TranslationBundle }) {
  const [said, setSaid] = React.useState('');
  React.useEffect(() => {
    const tell = (_: IGuideModel, words: string) => setSaid(words);
    setSaid('');
    model?.announced.connect(tell);
    return () => {
      model?.announced.disconnect(tell);
    };
  }, [model]);
  return (
    <p role="status" className="workbench-Guide-said">
      {said}
    </p>
  );
}

interface INothingProps {
  readonly model: IGuideModel | null;
  readonly commands: CommandRegistry;
  readonly trans: TranslationBundle;
}

/** Where there is nothing to guide through, it says where to begin. */
function Nothing({ model, commands, trans }: INothingProps): React.JSX.Element {
  const launcher = 'launcher:create';
  if (model !== null && !model.isReady) {
    return <p>{trans.__('The notebook is being read.')}</p>;
  }
  return (
    <div className="workbench-Guide-nothing">
      <h2>{model === null ? trans.__('No notebook is open') : model.title}</h2>
      <p>
        {model === null
          ? trans.__('Here you see how far a notebook is, step by step, and what to do next.')
          : trans.__(
              'This notebook was not made from a template, so there are no steps to follow.'
            )}
      </p>
      <p>{trans.__('Choose a template in the launcher, in its section Workbench.')}</p>
      {commands.hasCommand(launcher) && (
        <button className="jp-Button" onClick={() => void commands.execute(launcher)}>
          {trans.__('Open the launcher')}
        </button>
      )}
    </div>
  );
}

interface IStepsProps {
  readonly model: IGuideModel;
  readonly trans: TranslationBundle;
}

function Steps({ model, trans }: IStepsProps): React.JSX.Element {
  const { steps, trouble, activeStep, isGuided } = model;
  const [chosen, setChosen] = React.useState<string | null>(null);
  const list = React.useRef<HTMLOListElement>(null);
  // The notebook leads, until somebody chooses a step in the list; then again when it moves on.
  React.useEffect(() => setChosen(null), [activeStep]);
  const current = steps.find(({ id }) => id === (chosen ?? activeStep)) ?? steps[0];
  const n_done = steps.filter(({ state }) => state === 'done').length;
  const isDone = n_done === steps.length;
  const rows = useTurns(
    steps.map(step => ({ step, because: whyWords(step, steps, trans) })),
    list
  );
  const titleIn = (id: string | undefined) =>
    list.current?.querySelector<HTMLElement>(
      `[data-step="${CSS.escape(id ?? '')}"] .workbench-Step-title`
    );
  // A step that has failed comes into view, and so does the active one; but no reason that somebody writes goes.
  const failed = steps.find(({ state, activity }) => state === 'failed' && activity === null)?.id;
  const show = (id: string | undefined) =>
    list.current?.querySelector('textarea:focus') ??
    titleIn(id)?.parentElement?.scrollIntoView({ block: 'nearest' });
  React.useEffect(() => void show(failed), [failed]);
  React.useEffect(() => void show(activeStep ?? undefined), [activeStep]);

  const move = (event: React.KeyboardEvent) => {
    const place = steps.findIndex(({ id }) => id === current?.id);
    const to = { ArrowDown: place + 1, ArrowUp: place - 1, Home: 0, End: steps.length - 1 }[
      event.key
    ];
    const step = to === undefined ? undefined : steps[to];
    const isTitle = (event.target as Element).classList.contains('workbench-Step-title');
    if (step !== undefined && isTitle && !event.altKey && !event.ctrlKey && !event.metaKey) {
      event.preventDefault();
      setChosen(step.id);
      titleIn(step.id)?.focus();
    }
  };

  return (
    <>
      <div className="workbench-Guide-head">
        <h2>{model.title}</h2>
        <p id="workbench-guide-progress">{progressWords(steps, trans)}</p>
        <progress aria-labelledby="workbench-guide-progress" max={steps.length} value={n_done} />
        <div className="workbench-Guide-actions" role="group" aria-label={trans.__('All steps')}>
          <button
            className={isDone ? 'jp-Button' : 'jp-Button jp-mod-accept'}
            title={trans.__('Go to the next step that is not done')}
            onClick={() => void model.goToNext()}
          >
            {trans.__('Next')}
          </button>
          <button
            className="jp-Button"
            title={trans.__('Run the notebook from top to bottom')}
            onClick={() => void model.runAll()}
          >
            {trans.__('Run all')}
          </button>
          <button
            className="jp-Button"
            aria-pressed={isGuided}
            title={trans.__('Hide the code of the steps; results stay')}
            onClick={() => model.setGuided(!isGuided)}
          >
            {trans.__('Guided view')}
          </button>
        </div>
      </div>
      {trouble !== null && <Trouble trouble={trouble} model={model} trans={trans} />}
      {model.notices.map(({ id, said, actions }) => (
        <div key={id} className="workbench-Guide-notice" role="status">
          <p>{said}</p>
          {actions.map(({ label, execute }) => (
            <button key={label} className="jp-Button" onClick={execute}>
              {label}
            </button>
          ))}
        </div>
      ))}
      <ol ref={list} className="workbench-Guide-steps" onKeyDown={move}>
        {rows.map(({ step, because }) => (
          <StepItem
            key={step.id}
            step={step}
            because={because}
            model={model}
            isActive={step.id === activeStep}
            isCurrent={step.id === current?.id}
            before={step.id === current?.id ? model.countTo(step.id) - 1 : 0}
            isGuided={isGuided}
            choose={setChosen}
            trans={trans}
          />
        ))}
      </ol>
    </>
  );
}

interface ITroubleProps extends IStepsProps {
  readonly trouble: ITrouble;
}

function Trouble({ trouble, model, trans }: ITroubleProps): React.JSX.Element {
  return (
    <div className="workbench-Guide-notice workbench-mod-warning" role="status">
      <p>{trouble.said}</p>
      {trouble.canAskAgain && (
        <button className="jp-Button" onClick={() => model.askAgain()}>
          {trans.__('Ask again')}
        </button>
      )}
    </div>
  );
}
