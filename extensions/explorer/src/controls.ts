/** What a person moves: one threshold or one for each group, and the way back. */
import { costs, favouredOf, knowsOutcomes } from './costs';
import type { Cells, IExplorerData } from './data';
import { make, tell } from './dom';
import { goals } from './goals';
import { filled } from './numbers';
import type { Preset } from './presets';
import type { Choices } from './state';

export interface IControls {
  readonly element: HTMLElement;
  /** Shows what is chosen now. */
  show(): void;
  /** Says how many people the thresholds favour, and what they cost. */
  tell(places: readonly number[], cells: readonly Cells[]): void;
}

/**
 * Returns the controls. `moved` is called while a threshold moves, before the choice is kept, with
 * the places that hold for the moment; `chosen` with what was to be reached, where somebody asked for it.
 */
export function controls(
  data: IExplorerData,
  choices: Choices,
  moved: (places: readonly number[]) => void,
  chosen: (goal?: Preset) => void
): IControls {
  const { texts } = data;
  const one = slider(data, texts['slider'] ?? '', data.start);
  const own = data.groups.map(group => slider(data, group, data.start));
  const mode = modes(data);
  const caution = make(
    'p',
    { class: 'caution' },
    make('strong', {}, texts['caution'] ?? ''),
    ` ${texts['caution.why']}`
  );
  const said = make('div', { attributes: { 'aria-live': 'polite' } });
  const each = make(
    'fieldset',
    { class: 'each' },
    make('legend', {}, texts['slider.each'] ?? ''),
    ...own.map(slider => slider.element)
  );
  const favoured = make('p', { class: 'quiet favoured' });
  const goal = goals(data, choices, kind => {
    // Costs that decide are to be seen.
    cost.element.open ||= kind === 'cost';
    chosen(kind);
  });
  const cost = costs(data, knowsOutcomes(data), change => {
    choices.choose(change);
    chosen();
  });
  const undo = button(texts['undo'] ?? '', () => choices.undo());
  const reset = button(texts['reset'] ?? '', () => choices.reset());

  function button(text: string, does: () => void): HTMLButtonElement {
    const made = make('button', { attributes: { type: 'button' } }, text);
    made.addEventListener('click', () => {
      does();
      chosen();
    });
    return made;
  }

  one.follow(
    place => moved(choices.places.map(() => place)),
    place => {
      choices.moveOne(place);
      chosen();
    }
  );
  own.forEach((slider, group) =>
    slider.follow(
      place => moved(choices.places.map((old, at) => (at === group ? place : old))),
      place => {
        choices.moveOwn(group, place);
        chosen();
      }
    )
  );
  mode.follow(isEach => {
    choices.chooseEach(isEach);
    chosen();
  });

  return {
    element: make(
      'div',
      { class: 'controls' },
      mode.element,
      said,
      one.element,
      each,
      favoured,
      make('div', { class: 'buttons' }, undo, reset),
      goal.element,
      cost.element
    ),
    tell: (places, cells) => {
      tell(favoured, favouredOf(data, cells, choices.now.capacity));
      cost.show(choices.now, places);
    },
    show: () => {
      const { now } = choices;
      mode.show(now.each);
      // An element that comes and goes inside of a live region is read out when it comes.
      if (now.each !== (caution.parentElement === said)) {
        said.replaceChildren(...(now.each ? [caution] : []));
      }
      one.element.hidden = now.each;
      each.hidden = !now.each;
      one.show(now.one);
      own.forEach((slider, group) => slider.show(now.own[group] ?? data.start));
      goal.show(now);
      // Disabled buttons would drop the focus of whoever has just pressed them.
      undo.setAttribute('aria-disabled', String(!choices.canUndo));
      reset.setAttribute('aria-disabled', String(!choices.canReset));
    }
  };
}

let made = 0;

interface ISlider {
  readonly element: HTMLElement;
  show(place: number): void;
  follow(moves: (place: number) => void, keeps: (place: number) => void): void;
}

function slider(data: IExplorerData, title: string, start: number): ISlider {
  const id = `wb-threshold-${++made}`;
  const last = data.edges.length - 1;
  const input = make('input', {
    attributes: { type: 'range', id, min: '0', max: String(last), step: '1', value: String(start) }
  });
  const output = make('output', { attributes: { for: id, 'aria-live': 'polite' } });
  const labelOf = (place: number) => data.edge_labels[place] ?? '';
  const name = make(
    'div',
    { class: 'name' },
    make('label', { attributes: { for: id } }, title),
    output
  );
  const ends = make(
    'div',
    { class: 'ends', attributes: { 'aria-hidden': 'true' } },
    make('span', {}, labelOf(0)),
    make('span', {}, labelOf(last))
  );
  if (data.threshold !== null) {
    const audited = filled(data.texts['slider.audited'] ?? '', { threshold: labelOf(data.start) });
    name.insertBefore(make('span', { class: 'audited' }, audited), output);
    const tick = make('span', { class: 'tick' });
    // The middle of the knob stays half its width inside of both ends.
    tick.style.left = `calc(8px + (100% - 16px) * ${data.start / last})`;
    ends.append(tick);
  }
  const show = (place: number) => {
    input.value = String(place);
    input.setAttribute('aria-valuetext', labelOf(place));
    tell(output, labelOf(place));
  };
  return {
    element: make('div', { class: 'slider' }, name, input, ends),
    show,
    follow: (moves, keeps) => {
      input.addEventListener('input', () => {
        show(Number(input.value));
        moves(Number(input.value));
      });
      input.addEventListener('change', () => keeps(Number(input.value)));
    }
  };
}

interface IModes {
  readonly element: HTMLElement;
  show(each: boolean): void;
  follow(chooses: (each: boolean) => void): void;
}

function modes({ texts }: IExplorerData): IModes {
  const name = `wb-mode-${++made}`;
  const radio = (text: string) => {
    const input = make('input', { attributes: { type: 'radio', name } });
    return { input, label: make('label', { class: 'choice' }, input, text) };
  };
  const one = radio(texts['mode.one'] ?? '');
  const each = radio(texts['mode.each'] ?? '');
  return {
    element: make(
      'fieldset',
      { class: 'mode' },
      make('legend', {}, texts['mode'] ?? ''),
      one.label,
      each.label
    ),
    show: isEach => {
      one.input.checked = !isEach;
      each.input.checked = isEach;
    },
    follow: chooses => {
      one.input.addEventListener('change', () => chooses(false));
      each.input.addEventListener('change', () => chooses(true));
    }
  };
}
