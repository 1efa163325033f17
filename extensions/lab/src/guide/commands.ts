/** The commands of the guide: what its buttons do, for the palette, menus and shortcuts. */
import type { JupyterFrontEnd } from '@jupyterlab/application';
import type { TranslationBundle } from '@jupyterlab/translation';

import { GuideCommandIDs, type IGuide, type IGuideModel } from './tokens';

interface IAction {
  readonly id: string;
  readonly label: string;
  readonly caption: string;
  readonly execute: (model: IGuideModel) => unknown;
  readonly isToggled?: (model: IGuideModel) => boolean;
  readonly isEnabled?: (model: IGuideModel) => boolean;
}

/** Register the commands; `show` brings the panel to the front, and the focus into it unless told otherwise. */
export function addCommands(
  commands: JupyterFrontEnd['commands'],
  guide: IGuide,
  show: (isFocused: boolean) => void,
  trans: TranslationBundle
): void {
  const describedBy = { args: { type: 'object', properties: {} } };
  commands.addCommand(GuideCommandIDs.showGuide, {
    label: trans.__('Show the Guide'),
    caption: trans.__('How far the steps of the notebook are, and what to do next'),
    describedBy: {
      args: {
        type: 'object',
        properties: {
          quietly: {
            type: 'boolean',
            description: trans.__('Whether the focus stays where it is')
          }
        }
      }
    },
    execute: ({ quietly }) => show(quietly !== true)
  });
  for (const { id, label, caption, execute, isToggled, isEnabled } of actions(trans)) {
    const model = () => (guide.current?.steps.length ? guide.current : null);
    commands.addCommand(id, {
      label,
      caption,
      describedBy,
      isEnabled: () => {
        const current = model();
        return current !== null && (isEnabled?.(current) ?? true);
      },
      ...(isToggled
        ? { isToggleable: true, isToggled: () => (model() ? isToggled(model()!) : false) }
        : {}),
      execute: async () => {
        const current = model();
        if (current !== null) {
          await execute(current);
        }
      }
    });
  }
  const renew = () => actions(trans).forEach(({ id }) => commands.notifyCommandChanged(id));
  let followed: IGuideModel | null = null;
  const follow = () => {
    followed?.stateChanged.disconnect(renew);
    followed = guide.current;
    followed?.stateChanged.connect(renew);
    renew();
  };
  guide.currentChanged.connect(follow);
  follow();
}

function actions(trans: TranslationBundle): readonly IAction[] {
  const onActive =
    (execute: (model: IGuideModel, id: string) => unknown) => (model: IGuideModel) =>
      model.activeStep === null ? undefined : execute(model, model.activeStep);
  const active = (model: IGuideModel) => model.steps.find(({ id }) => id === model.activeStep);
  return [
    {
      id: GuideCommandIDs.goToNextStep,
      label: trans.__('Go to the Next Step'),
      caption: trans.__('Go to the next step that is not done'),
      execute: model => model.goToNext()
    },
    {
      id: GuideCommandIDs.runStep,
      label: trans.__('Run This Step'),
      caption: trans.__('Run the step of the active cell, and nothing else'),
      execute: onActive((model, id) => model.runStep(id))
    },
    {
      id: GuideCommandIDs.runToStep,
      label: trans.__('Run to This Step'),
      caption: trans.__('Run the step of the active cell, and what it rests on before it'),
      execute: onActive((model, id) => model.runTo(id))
    },
    {
      id: GuideCommandIDs.runAllSteps,
      label: trans.__('Run All Steps'),
      caption: trans.__('Run the notebook from top to bottom'),
      execute: model => model.runAll()
    },
    {
      id: GuideCommandIDs.toggleGuidedView,
      label: trans.__('Guided View'),
      caption: trans.__('Hide the code of the steps; results stay'),
      isToggled: model => model.isGuided,
      execute: model => model.setGuided(!model.isGuided)
    },
    {
      id: GuideCommandIDs.toggleStepCode,
      label: trans.__('Show the Code of This Step'),
      caption: trans.__('Show or hide the code of one step in the guided view'),
      isEnabled: model => model.isGuided,
      isToggled: model => active(model)?.isCodeShown ?? false,
      execute: onActive((model, id) => model.setCodeShown(id, !active(model)?.isCodeShown))
    }
  ];
}
