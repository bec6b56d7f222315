// SPDX-License-Identifier: Apache-2.0

extension ReportPage {
  /// Colours are named by what they say; dark ones replace them by name.
  static let style = #"""
    :root {
      color-scheme: light dark;
      --page: #f6f7f9; --card: #fff; --text: #1b1f24; --faint: #59636e; --line: #d9dee4;
      --accent: #0b5cad; --chosen: #e3effb; --bar: #cfe2f6; --bad: #b3261e; --good: #1a6b3c;
      --engine: #dfe3e8; --built-in: #d5dde8; --detached: #f5b8b2; --native: #c9b8f2;
      --t0: #bfe3c8; --t1: #ffe0a6; --t2: #bfe0f5; --t3: #f6c9dd; --t4: #d3e59a; --t5: #ffcfae;
      --p0: #3b7dd8; --p1: #e08a1e; --p2: #2f9e6e; --p3: #a05cc7; --p4: #d1495b; --p5: #8a94a0;
      --p6: #3aa6b9;
    }
    @media (prefers-color-scheme: dark) {
      :root {
        --page: #14171b; --card: #1c2026; --text: #e6e9ed; --faint: #9aa5b1; --line: #343b44;
        --accent: #7db8f5; --chosen: #22364b; --bar: #27435f; --bad: #ff9a91; --good: #7fd6a4;
        --engine: #333a43; --built-in: #2e3b4b; --detached: #7a2f2a; --native: #4d3c80;
        --t0: #2a5436; --t1: #5e4a17; --t2: #1f4c66; --t3: #613048; --t4: #47541a; --t5: #663d20;
        --p0: #5b9bf0; --p1: #f0a445; --p2: #4fc08f; --p3: #c084e6; --p4: #ee7a88; --p5: #7d8793;
        --p6: #5fc6d8;
      }
    }
    * { box-sizing: border-box; }
    body { margin: 0; background: var(--page); color: var(--text);
      font: 14px/1.45 system-ui, "Segoe UI", Roboto, "Noto Sans", sans-serif; }
    header, main { max-width: 1500px; margin: 0 auto; padding: 0 20px; }
    header { padding-top: 20px; }
    h1 { font-size: 22px; margin: 0; }
    h2 { font-size: 16px; margin: 0 0 10px; }
    h3 { font-size: 15px; margin: 0 0 8px; overflow-wrap: anywhere; }
    section { background: var(--card); border: 1px solid var(--line); border-radius: 8px;
      padding: 16px 18px; margin: 14px 0; scroll-margin-top: 10px; }
    .note, #subtitle, figcaption { color: var(--faint); margin: 0 0 10px; }
    #subtitle { margin: 2px 0 6px; overflow-wrap: anywhere; }
    nav a { margin-right: 14px; }
    a, .link { color: var(--accent); }
    .skip { position: absolute; left: -9999px; }
    .skip:focus { left: 10px; top: 10px; background: var(--card); padding: 6px 10px; z-index: 9; }
    :focus-visible { outline: 2px solid var(--accent); outline-offset: 1px; }
    button { font: inherit; color: inherit; background: none; border: 0; padding: 0; cursor: pointer;
      text-align: inherit; }
    .columns { display: grid; grid-template-columns: minmax(0, 3fr) minmax(0, 2fr); gap: 18px; }
    .scroll { overflow-x: auto; }
    .faint { color: var(--faint); }
    .up { color: var(--bad); }
    .down { color: var(--good); }
    table { border-collapse: collapse; width: 100%; font-variant-numeric: tabular-nums; }
    th, td { padding: 3px 10px; border-bottom: 1px solid var(--line); text-align: right;
      white-space: nowrap; font-weight: normal; }
    thead th { color: var(--faint); font-size: 12.5px; }
    th:first-child, td:first-child, .words { text-align: left; }
    #figures { width: auto; }
    #figures thead th { max-width: 220px; overflow: hidden; text-overflow: ellipsis; }
    #figures .part th { padding-left: 24px; color: var(--faint); }
    .stack { display: flex; height: 14px; border-radius: 4px; overflow: hidden; margin: 2px 0; }
    .legend { display: flex; flex-wrap: wrap; gap: 4px 16px; margin: 6px 0 12px; padding: 0;
      list-style: none; }
    .legend i { display: inline-block; width: 10px; height: 10px; border-radius: 2px;
      margin-right: 6px; }
    figure { margin: 0; }
    svg { display: block; }
    svg text { fill: var(--faint); font-size: 11.5px; }
    svg .grid { stroke: var(--line); }
    .spark { stroke: var(--accent); fill: none; stroke-width: 1.5; display: inline-block;
      vertical-align: middle; }
    .spark circle { fill: var(--accent); stroke: none; }
    .name { overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
    #growing table, #viewport table { table-layout: fixed; }
    #growing .name, #viewport .name { text-align: left; }
    #growing button { display: block; max-width: 100%; overflow: hidden; text-overflow: ellipsis; }
    .tag { font-size: 11.5px; border: 1px solid; border-radius: 9px; padding: 0 7px; }

    #crumbs { min-height: 22px; overflow-wrap: anywhere; }
    #crumbs button { color: var(--accent); }
    #icicle { position: relative; overflow: hidden auto; max-height: 70vh; }
    #icicle > div { position: absolute; height: 21px; overflow: hidden; white-space: nowrap;
      text-overflow: ellipsis; font-size: 12px; line-height: 19px; padding: 0 5px; cursor: pointer;
      border: 1px solid var(--card); border-radius: 3px; background: var(--engine); }
    #icicle > div.thin { padding: 0; }
    #icicle > div:hover { filter: brightness(1.08) saturate(1.2); }
    #icicle > div:focus { outline: 2px solid var(--accent); outline-offset: -2px; z-index: 1; }
    #icicle > .built-in { background: var(--built-in); }
    #icicle > .detached { background: var(--detached); }
    #icicle > .native { background: var(--native); }
    #icicle > .t0 { background: var(--t0); } #icicle > .t1 { background: var(--t1); }
    #icicle > .t2 { background: var(--t2); } #icicle > .t3 { background: var(--t3); }
    #icicle > .t4 { background: var(--t4); } #icicle > .t5 { background: var(--t5); }
    #entry { min-height: 22px; margin: 8px 0 0; overflow-wrap: anywhere; }
    #entry button, .link { color: var(--accent); text-decoration: underline; }

    #filters { display: flex; flex-wrap: wrap; gap: 8px 18px; align-items: center;
      margin-bottom: 10px; }
    #filters output { color: var(--faint); margin-left: auto; }
    input[type=search] { font: inherit; color: inherit; background: var(--page); padding: 4px 8px;
      border: 1px solid var(--line); border-radius: 5px; width: 260px; max-width: 60vw; }
    #viewport { height: 560px; overflow: auto; overflow-anchor: none; border-radius: 6px;
      border: 1px solid var(--line); }
    #viewport table { min-width: 560px; }
    #viewport table[aria-colcount="8"] { min-width: 840px; }
    #classes .columns { grid-template-columns: minmax(0, 5fr) minmax(0, 2fr); }
    #viewport thead th { position: sticky; top: 0; background: var(--card); z-index: 1; height: 30px;
      box-shadow: 0 1px var(--line); }
    #viewport tbody tr { height: 28px; cursor: default; }
    #viewport tbody td { padding: 0 10px; height: 28px; overflow: hidden; text-overflow: ellipsis; }
    #viewport tbody tr:hover { background: var(--page); }
    #viewport tbody tr[aria-selected=true] { background: var(--chosen); }
    #viewport tbody tr:focus { outline: 2px solid var(--accent); outline-offset: -2px; }
    #viewport tr.space, #viewport tr.space td { height: auto; padding: 0; border: 0; }
    #viewport .share { background: linear-gradient(var(--bar), var(--bar)) right center /
      var(--share, 0%) 70% no-repeat; }
    #detail { min-width: 0; max-height: 560px; overflow: auto; }
    dl { display: grid; grid-template-columns: max-content 1fr; gap: 2px 14px; margin: 0 0 12px; }
    dt { color: var(--faint); } dd { margin: 0; }

    .path { list-style: none; margin: 4px 0 10px; padding: 0 0 0 12px;
      border-left: 2px solid var(--line); }
    .path li { padding: 2px 0; overflow-wrap: anywhere; }
    .edge { font-family: ui-monospace, "DejaVu Sans Mono", monospace; font-size: 12.5px; }
    #sites td, #sites th { vertical-align: top; }
    #sites .path { white-space: normal; }
    #sites .opener { min-width: 220px; padding-top: 0; }
    #largest { margin: 0; padding: 0; list-style: none; }
    #largest > li { border-bottom: 1px solid var(--line); }
    .opener { display: grid; grid-template-columns: 14px minmax(0, 1fr) auto; gap: 8px; width: 100%;
      padding: 4px 2px; font-variant-numeric: tabular-nums; }
    .opener::before { content: "▸"; color: var(--faint); transition: transform .12s; }
    .opener[aria-expanded=true]::before { transform: rotate(90deg); }
    .opener:hover { background: var(--page); }
    @media (max-width: 900px) {
      .columns, #classes .columns { grid-template-columns: minmax(0, 1fr); }
      header, main { padding-left: 10px; padding-right: 10px; }
      section { padding: 12px; }
      #viewport { height: 440px; }
      #figures thead th { max-width: 96px; }
      #figures th, #figures td { padding: 3px 6px; }
      #detail { max-height: none; }
    }
    @media (prefers-reduced-motion: reduce) { * { transition: none !important; } }
    @media (forced-colors: active) { #icicle > div { border-color: CanvasText; } }
    """#
}
