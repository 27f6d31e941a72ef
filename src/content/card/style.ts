/** The look of the card and of the line, inside their closed roots: nothing of Outlook's comes in, nothing goes out. */
export const STYLE = `
:host { all: initial !important; position: fixed !important; inset: 0 auto auto 0 !important; inline-size: 0 !important; block-size: 0 !important; overflow: visible !important; z-index: 2147483647 !important; pointer-events: none !important }
:host(:not(:popover-open)) { display: none !important }
* { box-sizing: border-box }
.dialog, .group { --bg: #fff; --fg: #242424; --soft: #5c5c5c; --edge: #c7c7c7; --ink: #006478; --wash: #eef5f7; --bad: #b10e1c; color-scheme: light }
[data-theme=dark] { --bg: #292929; --fg: #fff; --soft: #c8c8c8; --edge: #616161; --ink: #7fd3e4; --wash: #1f3237; --bad: #ff99a4; color-scheme: dark }
.dialog, .group { position: fixed; pointer-events: auto; inline-size: max-content; max-inline-size: min(380px, calc(100vw - 16px)); overflow: auto; overscroll-behavior: contain; background: var(--bg); color: var(--fg); border: 1px solid var(--edge); border-radius: 8px; box-shadow: 0 8px 24px #0004; font: 13px/1.4 "Segoe UI", system-ui, sans-serif; text-align: start }
.dialog { min-inline-size: min(280px, calc(100vw - 16px)); padding: 10px 12px 12px }
.group { padding: 4px 8px; display: flex; align-items: center; gap: 8px; max-inline-size: min(560px, calc(100vw - 16px)) }
.dialog:focus, .group:focus { outline: none }
h2 { font-size: 14px; margin: 0; overflow-wrap: anywhere; font-weight: 600 }
h3 { font-size: 12px; font-weight: 600; margin: 10px 0 2px; color: var(--soft) }
p { margin: 4px 0; overflow-wrap: anywhere }
.head { display: flex; gap: 8px; align-items: start; justify-content: space-between }
.state { display: inline-block; border: 1px solid currentColor; border-radius: 10px; padding: 0 8px; font-size: 12px; color: var(--ink) }
.state.needs { color: var(--bad) }
.soft { color: var(--soft); font-size: 12px }
.bad { color: var(--bad) }
dl { margin: 4px 0; display: grid; align-items: baseline; grid-template-columns: max-content 1fr; gap: 2px 10px }
dt { color: var(--soft) } dd { margin: 0; overflow-wrap: anywhere }
del { color: var(--soft) } ins { text-decoration: none; font-weight: 600 }
.arrow::before { content: "→"; margin-inline: 6px; color: var(--soft) } [dir=rtl] .arrow::before { content: "←" }
ul { list-style: none; margin: 2px 0; padding: 0 } li { margin: 2px 0; display: flex; gap: 6px; flex-wrap: wrap; align-items: center; overflow-wrap: anywhere }
a { color: var(--ink) } li a, dd a, h2 a { display: inline-flex; align-items: center; min-block-size: 24px }
.row { display: flex; flex-wrap: wrap; gap: 6px; margin: 8px 0 0 }
button, .open { min-block-size: 26px; min-inline-size: 26px; font: inherit; color: var(--ink); background: var(--bg); border: 1px solid var(--edge); border-radius: 4px; padding: 2px 10px; cursor: pointer; text-decoration: none; display: inline-flex; align-items: center }
button:hover, .open:hover { background: var(--wash) }
button.danger { color: var(--bad); border-color: var(--bad) }
button:disabled { opacity: .6; cursor: default }
.open { background: var(--ink); color: var(--bg); border-color: var(--ink) } .open:hover { background: var(--fg) }
.x { border-color: transparent; padding: 2px 6px }
.group button { padding-block: 0 }
:is(a, button, input, select, textarea):focus-visible { outline: 2px solid var(--ink); outline-offset: 1px }
label { display: block; margin-block-start: 8px; color: var(--soft) }
input, select, textarea { display: block; inline-size: 100%; font: inherit; color: var(--fg); background: var(--bg); border: 1px solid var(--soft); border-radius: 4px; padding: 4px 6px; min-block-size: 28px }
textarea { min-block-size: 72px; resize: vertical }
.mark { inline-size: 18px; block-size: 18px; flex: none; border: 1.5px solid var(--ink); border-radius: 4px; color: var(--ink); font: 700 11px/15px system-ui; text-align: center }
.one { overflow: hidden; text-overflow: ellipsis; white-space: nowrap; min-inline-size: 0 }
@media (forced-colors: active) { .dialog, .group { border-color: CanvasText } .open { forced-color-adjust: none; background: LinkText; color: Canvas } }
@media print { :host { display: none !important } }
`;
