/** The threshold explorer inside of a widget. */
import { make } from '../../../explorer/src/dom';
import type { IChoice } from '../../../explorer/src/state';
import { explore as mount, type IExplorer } from '../../../explorer/src/view';
import { unpacked } from '../packed';
import type { IContext, IPart } from '../part';
import type { IExplore } from '../protocol';

export function explore(node: IExplore, context: IContext): IPart<IExplore> {
  const element = make('div');
  // As large as the controls around it: in a report it is read at length.
  element.style.setProperty('--workbench-type', '14px/20px');
  let shown = node;
  // What was told and has not come back yet: the kernel skips what a newer choice overtook.
  let told: string[] = [];
  let explorer: IExplorer | null = null;
  let isGone = false;
  const begin = () => {
    const { data } = shown;
    const attribute = attributeOf(data);
    const show = (whole: unknown) => {
      if (isGone || shown.data !== data) {
        return; // others came in the meantime
      }
      explorer?.dispose();
      explorer = mount(element, whole, {
        isTitled: false,
        chosen: chosenOf(shown),
        told: choice => {
          const value = { ...choice, own: choice.each ? choice.own : [] };
          told.push(JSON.stringify(value));
          // What is chosen for one attribute means nothing for another.
          context.change(node.id, attribute === null ? value : { ...value, attribute });
        }
      });
    };
    const whole = unpacked(data);
    if (whole instanceof Promise) {
      whole.then(show, (reason: unknown) => {
        console.error('[workbench] Could not read the counts', reason);
      });
    } else {
      show(whole);
    }
  };
  begin();
  return {
    element,
    update: now => {
      const before = shown;
      shown = now;
      if (now.data !== before.data && JSON.stringify(now.data) !== JSON.stringify(before.data)) {
        told = [];
        begin();
        return;
      }
      shown = { ...now, data: before.data };
      const chosen = JSON.stringify(now.children[0]?.value);
      const place = told.lastIndexOf(chosen);
      const isRefused = place < 0 && told.length > 0 && !context.isAsked(now.id);
      told = told.slice(place + 1);
      if (isRefused || (place < 0 && chosen !== JSON.stringify(before.children[0]?.value))) {
        told = [];
        explorer?.show(chosenOf(now));
      }
    },
    dispose: () => {
      isGone = true;
      explorer?.dispose();
    }
  };
}

function attributeOf(data: unknown): string | null {
  const { attribute } = (data ?? {}) as { readonly attribute?: unknown };
  return typeof attribute === 'string' ? attribute : null;
}

/** What was chosen; what a mode does not use stays as it is. */
function chosenOf({ children }: IExplore): Partial<IChoice> {
  const { own, ...others } = (children[0]?.value ?? {}) as Partial<IChoice>;
  return own?.length ? { ...others, own } : others;
}
