/** The look: that of the report and of JupyterLab, in whatever light it stands. */
export const STYLES = `
:host {
  --ink: var(--jp-content-font-color1, #1a1a1a); --quiet: #5c6570; --line: #d5dae0; --accent: #0072b2;
  --soft: rgb(0 114 178 / 10%); --warning: #b84700; --confirm: #00704f; --on-accent: #ffffff;
  --chart-paper: #ffffff; --chart-ink: #1a1a1a; --chart-quiet: #5c6570; --chart-grid: #e3e7eb; --chart-band: #5c6570;
  --chart-1: #0072b2; --chart-2: #d55e00; --chart-3: #009e73; --chart-4: #541613; --chart-5: #8958e0; --chart-6: #df1b38;
  display: block; container-type: inline-size; color: inherit; overflow-wrap: anywhere;
  font: 14px/20px var(--jp-ui-font-family, system-ui, -apple-system, "Segoe UI", "DejaVu Sans", sans-serif);
  font-variant-numeric: tabular-nums;
}
:host([data-dark]) {
  --ink: var(--jp-content-font-color1, #ececec); --quiet: #a9b3bd; --line: #454d55; --accent: #56b4e9;
  --soft: rgb(86 180 233 / 16%); --warning: #f0894a; --confirm: #3fbf97; --on-accent: #14181d;
  --chart-paper: #14181d; --chart-ink: #e8eaed; --chart-quiet: #a3acb7; --chart-grid: #2b323a; --chart-band: #a3acb7;
  --chart-1: #56b4e9; --chart-2: #f28e4b; --chart-3: #1f9e78; --chart-4: #f5e6da; --chart-5: #a06cf5; --chart-6: #f0506e;
}
*, ::before, ::after { box-sizing: border-box; }
[hidden] { display: none !important; }
section { max-width: 960px; padding: 8px 4px 16px; }
h2 { font-size: 20px; line-height: 28px; font-weight: 600; margin: 0 0 16px; }
h3 { font-size: 16px; line-height: 24px; font-weight: 600; margin: 0 0 8px; }
p, ul, dl, figure { max-width: 70ch; margin: 0 0 8px; }
figure { max-width: 640px; margin-bottom: 16px; }
figure > details { margin-bottom: 0; }
dt { font-weight: 600; }
dd { margin: 0 0 8px; }
.quiet, .help, caption, [data-tone="quiet"] { color: var(--quiet); }
.help { display: block; margin: 0; max-width: 60ch; }
.unseen { position: absolute; width: 1px; height: 1px; margin: 0; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
[data-tone="strong"]:not(tr) { font-size: 16px; line-height: 24px; font-weight: 600; }
:is([data-tone="caution"], [data-tone="problem"]):not(tr) { border-left: 4px solid var(--warning); padding-left: 12px; }
:is([data-tone="caution"], [data-tone="problem"]) strong, .wrong { color: var(--warning); }
[data-tone="good"] { border-left: 4px solid var(--confirm); padding-left: 12px; }
.wrong { margin: 4px 0 0; }
.wrong:empty, .silence:empty, .keep .help:empty { display: none; }
.silence { margin-top: 8px; border-left: 4px solid var(--warning); padding-left: 12px; }
:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; border-radius: 2px; }

.inside { display: grid; gap: 8px 24px; grid-template-columns: minmax(0, 1fr); margin-bottom: 16px; }
.inside.row { grid-template-columns: repeat(auto-fill, minmax(min(100%, 224px), 1fr)); }
.inside.row:not(:has(> :not(.press))) { display: flex; flex-wrap: wrap; }
.inside.row > .field { margin-bottom: 0; }
.group:not(.card) > h3 { margin-top: 16px; }
.group.card { border: 1px solid var(--line); border-radius: 4px; padding: 16px 16px 0; margin-bottom: 8px; }
details { margin-bottom: 8px; }
summary { min-height: 24px; cursor: pointer; color: var(--accent); width: fit-content; }
details > .inside { padding-top: 8px; }

.field { border: 0; margin: 0 0 8px; padding: 0; min-width: 0; }
.field > label, legend { display: block; padding: 0; font-weight: 600; }
.line { display: flex; flex-wrap: wrap; align-items: center; gap: 4px 8px; }
.options { display: flex; flex-wrap: wrap; gap: 0 24px; }
.options:has(.help) { display: grid; }
.option { display: flex; align-items: flex-start; gap: 8px; min-height: 32px; padding: 6px 0; }
.option input { flex: none; width: 16px; height: 16px; margin: 2px 0; }
input, progress { accent-color: var(--accent); }
input[type="range"] { flex: 1 1 160px; max-width: 400px; height: 24px; margin: 0; }
button, select, textarea, input:is([type="text"], [type="search"]) {
  font: inherit; color: var(--ink); background: transparent; border: 1px solid var(--quiet); border-radius: 4px;
  min-height: 32px; padding: 0 8px; max-width: 100%;
}
textarea { padding: 4px 8px; width: 100%; resize: vertical; }
.by-hand textarea { font-family: var(--jp-code-font-family, monospace); white-space: pre; overflow-x: auto; }
input[inputmode="decimal"] { width: 112px; text-align: right; }
select option { color: #1a1a1a; background: #ffffff; }
button { padding: 0 16px; cursor: pointer; }
button.main { background: var(--accent); border-color: var(--accent); color: var(--on-accent); }
button:not(.main):hover, button[aria-pressed="true"] { border-color: var(--accent); color: var(--accent); }
button[aria-pressed="true"] { background: var(--soft); }
button[aria-disabled="true"] { color: var(--quiet); background: transparent; border-color: var(--line); cursor: default; }
.press { display: flex; flex-wrap: wrap; align-items: center; gap: 4px 8px; }
.progress { display: flex; flex-wrap: wrap; align-items: center; gap: 4px 16px; margin: 8px 0; }
progress { flex: 1 1 120px; max-width: 320px; }
.keep { border-top: 1px solid var(--line); padding-top: 16px; margin-top: 16px; }
.keep .help { margin-top: 8px; }
.by-hand { margin-top: 8px; display: grid; gap: 4px; justify-items: start; }

.callout { display: grid; grid-template-columns: 24px 1fr; }
[data-verdict="gap"] :is(.mark, strong) { color: var(--warning); }
[data-verdict="within tolerance"] :is(.mark, strong) { color: var(--confirm); }
.scroll { overflow-x: auto; margin-bottom: 8px; max-height: 480px; }
table { border-collapse: collapse; min-width: min(100%, 320px); background: transparent; font-size: inherit; }
caption { text-align: left; margin-bottom: 4px; max-width: min(70ch, 100cqi - 16px); }
.card caption { max-width: min(70ch, 100cqi - 56px); }
th, td {
  font-weight: 400; text-align: left; vertical-align: baseline; padding: 4px 16px 4px 0; border-bottom: 1px solid var(--line);
  max-width: 40ch; overflow-wrap: break-word; /* a long name breaks, but no column is as narrow as a letter */
}
th[scope="row"] { max-width: 32ch; }
thead th { color: var(--quiet); vertical-align: bottom; }
tr.part th { font-weight: 600; padding-top: 12px; max-width: none; }
.number { text-align: right; white-space: nowrap; }
tr[data-tone="strong"] :is(th, td) { font-weight: 600; }
.grid :is(td, th) .field, .grid .option { margin: 0; min-height: 0; padding: 0; }
.grid td .help { max-width: 40ch; }
.grid :is(th, td) { min-width: 8ch; }
.grid th[scope="row"] { min-width: 14ch; }
.grid select { width: 100%; min-width: 18ch; max-width: 28ch; }
figcaption { font-weight: 600; margin-bottom: 8px; }
.drawing { overflow-x: auto; }
.drawing svg { max-width: 100%; min-width: 400px; height: auto; }
.drawing text { font-family: var(--jp-ui-font-family, "DejaVu Sans", sans-serif); }
/* Where there is little room, tables and drawings stay readable and scroll in their place. */
@container (max-width: 560px) {
  table { width: max-content; }
  th, td, th[scope="row"] { max-width: 24ch; }
}
@media (forced-colors: active) {
  :host { --accent: LinkText; --quiet: CanvasText; --line: GrayText; --warning: CanvasText; --confirm: CanvasText; }
  button.main { background: ButtonFace; color: ButtonText; }
  svg { forced-color-adjust: none; }
}
@media print { .keep, .press, .progress { display: none; } }
`;
