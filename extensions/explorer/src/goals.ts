/** Buttons that set thresholds by what they are to reach. */
import { knowsOutcomes } from './costs';
import type { IExplorerData } from './data';
import { make, tell } from './dom';
import { preset, type Preset } from './presets';
import type { Choices, IChoice } from './state';

export interface IGoals {
  readonly element: HTMLElement;
  /** Offers what can be had with what is chosen. */
  show(choice: IChoice): void;
}

/** Returns the buttons. `reached` is called with the preset after its thresholds were chosen. */
export function goals(
  data: IExplorerData,
  choices: Choices,
  reached: (kind: Preset) => void
): IGoals {
  const { texts } = data;
  const said = make('p', { class: 'quiet', attributes: { role: 'status' } });
  let told: IChoice | null = null;
  const kinds: readonly Preset[] = knowsOutcomes(data)
    ? ['selection', 'opportunity', 'cost', 'capacity']
    : ['selection', 'capacity'];
  const buttons = kinds.map(kind => {
    const button = make(
      'button',
      { attributes: { type: 'button' } },
      texts[`preset.${kind}`] ?? ''
    );
    button.addEventListener('click', () => {
      const { each, costs, capacity } = choices.now;
      const places = preset(data, kind, { each, costs, capacity, places: choices.places });
      if (places !== null) {
        const isOne = kind === 'capacity' || (kind === 'cost' && !each);
        choices.choose(
          isOne ? { each: false, one: places[0] ?? data.start } : { each: true, own: places }
        );
      }
      told = choices.now;
      reached(kind);
      tell(said, (places === null ? texts['preset.none'] : texts[`preset.${kind}.why`]) ?? '');
    });
    return button;
  });
  return {
    element: make(
      'div',
      { class: 'goals', attributes: { role: 'group', 'aria-label': texts['presets'] ?? '' } },
      make(
        'span',
        { class: 'quiet', attributes: { 'aria-hidden': 'true' } },
        texts['presets'] ?? ''
      ),
      ...buttons,
      said
    ),
    show: choice => {
      kinds.forEach((kind, at) => {
        (buttons[at] as HTMLElement).hidden = kind === 'capacity' && choice.capacity === null;
      });
      if (choice !== told) {
        tell(said, '');
      }
    }
  };
}
