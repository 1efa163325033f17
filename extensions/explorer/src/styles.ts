/**
 * The look: that of the report, in whatever light it stands. JupyterLab's own colours and type are
 * taken where they are there.
 */
export const STYLES = `
:host {
  --ink: var(--jp-content-font-color1, #1a1a1a);
  --quiet: #5c6570;
  --line: #d5dae0;
  --accent: #0072b2;
  --soft: rgb(0 114 178 / 12%);
  --warning: #b84700;
  --confirm: #00704f;
  display: block;
  container-type: inline-size;
  color: inherit;
  font: var(--workbench-type, 16px/24px) system-ui, -apple-system, "Segoe UI", "DejaVu Sans", sans-serif;
  font-family: var(--jp-ui-font-family, system-ui, -apple-system, "Segoe UI", "DejaVu Sans", sans-serif);
  font-variant-numeric: tabular-nums;
  overflow-wrap: anywhere;
}
:host([data-dark]) {
  --ink: var(--jp-content-font-color1, #ececec);
  --quiet: #a9b3bd;
  --line: #454d55;
  --accent: #56b4e9;
  --soft: rgb(86 180 233 / 20%);
  --warning: #f0894a;
  --confirm: #3fbf97;
}
*, ::before, ::after { box-sizing: border-box; }
[hidden] { display: none !important; }
section { max-width: 960px; }
p { max-width: 70ch; margin: 0 0 8px; }
.heading { font-size: 20px; font-weight: 600; }
.quiet, caption, .ends, .audited, .key, .why { color: var(--quiet); font-size: 14px; line-height: 20px; }
fieldset { border: 0; margin: 0; padding: 0; min-width: 0; }
legend { padding: 0; }
:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; border-radius: 2px; }

.controls { margin: 0 0 24px; max-width: 640px; }
.heading ~ .controls { margin-top: 24px; }
.mode { display: flex; flex-wrap: wrap; gap: 0 24px; margin-bottom: 8px; }
.choice { display: inline-flex; align-items: center; gap: 8px; min-height: 32px; }
input { accent-color: var(--accent); }
input[type="radio"] { width: 16px; height: 16px; margin: 0; }
input[type="range"] { display: block; width: 100%; height: 24px; margin: 4px 0; }
.slider { margin-bottom: 8px; }
.slider .name { display: flex; flex-wrap: wrap; align-items: baseline; gap: 0 16px; }
.slider .name output { margin-left: auto; }
.slider output { white-space: nowrap; font-size: 20px; font-weight: 600; color: var(--accent); }
.ends { position: relative; display: flex; justify-content: space-between; padding-top: 4px; }
.tick { position: absolute; top: -4px; width: 2px; height: 8px; margin-left: -1px; background: var(--quiet); }
.each {
  display: grid; grid-template-columns: repeat(auto-fill, minmax(min(100%, 272px), 1fr)); gap: 8px 32px; max-height: 416px; overflow-y: auto;
  padding: 0 4px; margin: 0 -4px 8px;
}
.each legend { margin-bottom: 8px; }
.each :is(.ends, .audited) { display: none; }
.each output { font-size: 16px; }
.caution { border-left: 4px solid var(--warning); padding-left: 16px; margin: 8px 0 16px; }
.caution strong { color: var(--warning); }
.buttons { display: flex; gap: 8px; }
button, select {
  font: inherit; font-size: 14px; color: var(--ink); background: transparent;
  border: 1px solid var(--quiet); border-radius: 4px; padding: 0 16px; min-height: 32px;
}
select { padding: 0 8px; max-width: 100%; }
select option { color: #1a1a1a; background: #ffffff; }
button:hover { border-color: var(--accent); color: var(--accent); }
button[aria-disabled="true"] { color: var(--quiet); border-color: var(--line); }
.goals { display: flex; flex-wrap: wrap; align-items: center; gap: 8px; margin: 16px 0 8px; }
.goals p { flex-basis: 100%; margin: 0; }
.goals p:empty { display: none; }
.fields { display: flex; flex-wrap: wrap; gap: 8px 24px; margin: 8px 0; }
.field { font-size: 14px; line-height: 20px; }
.field label { display: block; }
.typed { display: inline-flex; align-items: center; gap: 8px; color: var(--quiet); white-space: nowrap; }
input[type="number"] {
  font: inherit; width: 96px; min-height: 32px; padding: 0 8px; color: var(--ink); background: transparent;
  border: 1px solid var(--quiet); border-radius: 4px;
}
input[aria-invalid] { border-color: var(--warning); }
.problem { display: block; color: var(--warning); }
.curve { margin: 8px 0; }
.curve[hidden] { display: none; }
.curve > svg { display: block; width: calc(100% - 16px); height: 64px; margin: 0 8px 8px; overflow: visible; }
.cost { fill: none; stroke: var(--accent); stroke-width: 2; }
.over { fill: var(--soft); }

.verdicts { list-style: none; margin: 0 0 24px; padding: 0; display: grid; gap: 8px; max-width: 70ch; }
.verdicts li { display: grid; grid-template-columns: 24px 1fr; }
.verdicts .mark { font-size: 18px; }
.verdicts .claim::after { content: ":"; }
.verdicts .why { display: block; }
[data-verdict="gap"] :is(.mark, strong) { color: var(--warning); }
[data-verdict="within tolerance"] :is(.mark, strong) { color: var(--confirm); }

.figure { display: flex; flex-wrap: wrap; align-items: center; gap: 0 16px; margin-bottom: 8px; }
.chart { margin-bottom: 16px; }
table { display: block; font-size: 14px; line-height: 20px; }
caption { display: block; text-align: left; margin-bottom: 8px; max-width: 70ch; }
thead, tbody { display: block; }
th { font-weight: 400; text-align: left; }
td, th { padding: 0; }
td { white-space: nowrap; }
thead { color: var(--quiet); border-bottom: 1px solid var(--line); }
.chart tr {
  display: grid; grid-template-columns: 1fr auto; gap: 0 16px; padding: 8px 0 0;
  grid-template-areas: "group rate" "plot plot" "people interval";
}
.chart .group { grid-area: group; }
.chart .rate { grid-area: rate; text-align: right; font-weight: 600; }
.chart .plot { grid-area: plot; margin: 0 8px; padding: 0; }
.chart .interval { grid-area: interval; text-align: right; }
.chart .people { grid-area: people; }
.chart tbody :is(.interval, .people) { color: var(--quiet); }
.chart tbody :is(.interval, .people)::before { content: attr(data-label) " "; }
.chart thead :is(.group, .rate, .interval, .people), .plot .column {
  position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap;
}
.ticks { display: flex; justify-content: space-between; }
.ticks span { width: 0; display: flex; justify-content: center; white-space: nowrap; }
.plot svg { display: block; width: 100%; height: 24px; overflow: visible; }
.grid { stroke: var(--line); stroke-width: 1; }
.band { fill: var(--soft); }
.chart .interval, .key { fill: none; }
line.interval { stroke: var(--accent); stroke-width: 2; }
.end, .dot { fill: var(--accent); }
.aside { color: var(--quiet); }
.aside .rate { font-weight: 400; }
.aside line.interval { stroke: var(--quiet); stroke-width: 1; }
.aside :is(.end, .dot) { fill: var(--quiet); }
.ring { fill: none; stroke: var(--quiet); stroke-width: 1.5; }
.key { display: flex; flex-wrap: wrap; gap: 0 24px; margin: 8px 0 0; }
.key span { display: inline-flex; align-items: center; gap: 8px; }
.key .mark { width: 16px; height: 16px; flex: none; }

details { margin-bottom: 16px; }
summary { min-height: 24px; cursor: pointer; color: var(--accent); font-size: 14px; width: fit-content; }
.hundred { margin: 8px 0 0; }
.hundred thead { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
.hundred tr { display: grid; padding: 8px 0; border-bottom: 1px solid var(--line); }
.hundred td { display: flex; align-items: end; justify-content: space-between; gap: 16px; }
.hundred td::before { content: attr(data-label); color: var(--quiet); white-space: normal; }
.hundred th { font-weight: 600; }

@container (min-width: 560px) {
  .mode legend { float: left; margin-right: 24px; line-height: 32px; }
  .chart tr {
    grid-template-columns: minmax(88px, 3fr) minmax(160px, 8fr) 56px 96px 72px; padding: 0; align-items: stretch;
    grid-template-areas: "group plot rate interval people";
  }
  .chart tr > * { display: flex; align-items: center; min-height: 32px; }
  .chart :is(.rate, .interval, .people) { justify-content: flex-end; }
  .chart .plot { display: block; position: relative; }
  .chart .plot svg { position: absolute; inset: 0; height: 100%; }
  .chart tbody :is(.interval, .people)::before { content: none; }
  .chart thead :is(.group, .rate, .interval, .people) {
    position: static; width: auto; height: auto; overflow: visible; clip-path: none; font-weight: 400;
  }
  .ticks { line-height: 32px; }
  .hundred thead { position: static; width: auto; height: auto; overflow: visible; clip-path: none; }
  .hundred tr { grid-template-columns: minmax(88px, 3fr) repeat(4, 3fr); gap: 0 16px; padding: 4px 0; }
  .hundred thead tr { border: 0; align-items: end; }
  .hundred thead th { font-weight: 400; }
  .hundred thead th:not(:first-child) { text-align: right; }
  .hundred td { justify-content: flex-end; }
  .hundred td::before { content: none; }
}
@media (forced-colors: active) {
  :host { --accent: LinkText; --quiet: CanvasText; --line: GrayText; --warning: CanvasText; --confirm: CanvasText; }
  svg { forced-color-adjust: none; }
}
@media print { :host { display: none; } }
`;
