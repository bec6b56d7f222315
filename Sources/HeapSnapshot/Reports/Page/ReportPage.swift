// SPDX-License-Identifier: Apache-2.0

/// The page that shows a report: what every report's page has in common.
enum ReportPage {
  /// One script, in the order in which its parts need one another.
  static let script = [basics, plot, paths, icicle, table, start].joined(separator: "\n")

  static let markup = #"""
    <a class="skip" href="#classes">Skip to the classes</a>
    <header>
      <h1>Heap report</h1>
      <p id="subtitle"></p>
      <nav id="contents" aria-label="Sections"></nav>
    </header>
    <noscript><p class="note">This page needs JavaScript to show the report inside it.</p></noscript>
    <main>
      <section id="summary" aria-labelledby="summary-title">
        <h2 id="summary-title">Summary</h2>
        <div id="composition"></div>
        <div class="scroll" tabindex="0" role="region" aria-labelledby="summary-title">
          <table id="figures"></table>
        </div>
      </section>
      <section id="growth" aria-labelledby="growth-title" hidden>
        <h2 id="growth-title">Growth</h2>
        <div class="columns">
          <figure id="plot"></figure>
          <div id="growing"></div>
        </div>
      </section>
      <section id="retention" aria-labelledby="retention-title">
        <h2 id="retention-title">What holds the memory</h2>
        <p class="note" id="retention-note">The dominator tree folded by class: an entry keeps alive
          all that is below it, and is as wide as what it retains. Click or press Enter to zoom in,
          Escape to zoom out, arrow keys to walk.</p>
        <nav id="crumbs" aria-label="Zoomed into"></nav>
        <div id="icicle" role="tree" aria-labelledby="retention-title"
          aria-describedby="retention-note"></div>
        <p id="entry"></p>
      </section>
      <section id="classes" aria-labelledby="classes-title">
        <h2 id="classes-title">Classes</h2>
        <form id="filters" role="search">
          <label>Filter <input id="filter" type="search" placeholder="part of a name"
            autocomplete="off" spellcheck="false"></label>
          <label><input id="own" type="checkbox"> without the engine's</label>
          <label id="rising-label" hidden><input id="rising" type="checkbox"> rising in every
            snapshot</label>
          <output id="shown" aria-live="polite"></output>
        </form>
        <div class="columns">
          <div id="viewport" tabindex="-1"></div>
          <aside id="detail" aria-label="Selected class" tabindex="0"></aside>
        </div>
      </section>
      <section id="objects" aria-labelledby="objects-title">
        <h2 id="objects-title">Largest objects</h2>
        <p class="note">Expand one to see the shortest way on which a root reaches it.</p>
        <ol id="largest"></ol>
      </section>
      <section id="sites" aria-labelledby="sites-title">
        <h2 id="sites-title">Native sites</h2>
        <div id="site-table" class="scroll"></div>
      </section>
    </main>
    """#
}
