#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
#
# WidgetLeak: the leak report at its end, the analysis of its heap snapshot, the Memory panel of Chrome
# DevTools and a count by hand all say that the same places hold the same number of bytes. And the
# report says as much as a program's symbols allow, without the program being compiled for it.
. "$(dirname "$0")/check.bash"

source=$examples/WidgetLeak
panel=$root/Tests/CommandLine/memory_panel.py
if ! command -v chromium >/dev/null && ! command -v google-chrome >/dev/null; then
  { apt-get -qq update && apt-get -qq install -y --no-install-recommends chromium; } >/dev/null ||
    { fail "chromium is there"; exit 1; }
fi

# line FUNCTION: where it makes its reference
line() {
  awk -v name="void $1(" 'index($0, name) { inside = 1 }
    inside && /CreateReference/ { print "widgets.cpp:" NR; exit }' "$source/widgets.cpp"
}
widget=$(line Widget::Bind) label=$(line Label::SetText) watcher=$(line Watcher::Watch)

exits "it is configured" 0 cmake -S "$source" -B made -DCMAKE_PREFIX_PATH="$prefix"
exits "it is built" 0 cmake --build made

# The report: what holds most comes first, what is balanced is not in it.
exits "it leaks" 23 env JSVM_OPTIONS=leak_check_at_exit=1 made/widget-leak
headlines=$(sed -nE '/ leak: /,/#0/p' errors | grep -oE '^(Strong|Weak) .* leak: [0-9]+|#0 .*' |
  sed -E 's/#0 0x[0-9a-f]+ in (ui::[A-Za-z:]+)\(.*\) .*\/(widgets.cpp:[0-9]+)/\1 \2/')
equal "the report's order, functions and lines" "$(printf '%s\n' \
  'Strong reference leak: 600' "ui::Widget::Bind $widget" \
  'Strong reference leak: 5000' "ui::Label::SetText $label" \
  'Weak reference leak: 500' "ui::Watcher::Watch $watcher")" "$headlines"
contains "what the first holds" \
  "Strong reference leak: 600 ref(s) from 1 site holding 36." "$(cat errors)"
contains "what one of them keeps alive" "  keeps alive, e.g.: #" "$(cat errors)"
contains "on the way there" " --rows (property)---> Array @" "$(cat errors)"
contains "references whose targets are gone" \
  "Weak reference leak: 500 ref(s) from 1 site, targets collected but never deleted (19.5 KB native)" \
  "$(cat errors)"
contains "the sum" "SUMMARY: JSVM: 6100 reference(s) leaked at 3 site(s), 3" "$(cat errors)"
exits "sizes can be left out" 23 env JSVM_OPTIONS=leak_check_at_exit=1:held=0 made/widget-leak
equal "and are" 0 "$(grep -cE 'holding|keeps alive|held' errors)"
exits "a heap can be too large" 23 env JSVM_OPTIONS=leak_check_at_exit=1:held=8 made/widget-leak
contains "and that is said" "MB is larger than held=8 in JSVM_OPTIONS" "$(cat errors)"

# The same in four ways.
exits "the report as JSON" 23 env \
  JSVM_OPTIONS=leak_check_at_exit=1:leak_report_format=json made/widget-leak --snapshot heap.heapsnapshot
mv errors report.json
exits "the snapshot's references" 0 "$prefix/bin/jsvm" snapshot references heap.heapsnapshot --json
mv output references.json
exits "the count by hand" 0 python3 "$root/Tests/CABI/snapshots/sites.py" heap.heapsnapshot
mv output counted
exits "the rows of the Memory panel" 0 "$panel" heap.heapsnapshot
mv output rows
prints "all agree within 1 %" "600 widgets and 5000 labels" python3 - <<'PYTHON'
import json

report = {leak["frames"][0]["function"].split("(")[0]: leak
          for leak in json.load(open("report.json"))["leaks"]}
references = {site["site"]: site for site in json.load(open("references.json"))["sites"]}
counted = {cells[0]: cells[1:] for cells in (line.rstrip("\n").split("\t") for line in open("counted"))}
rows = {cells[0]: cells[1:] for cells in (line.rstrip("\n").split("\t") for line in open("rows"))}
counts = []
for function in ["ui::Widget::Bind", "ui::Label::SetText"]:
    leak = report[function]
    name = f"JSVM_Ref widgets.cpp:{leak['frames'][0]['line']} {function}"
    strong, weak, retained, own = map(int, counted[name])
    _, shallow, held = map(int, rows[name])
    found = {"report": leak["held_bytes"], "jsvm": references[name]["exclusive"],
             "counted": retained - own, "DevTools": held - shallow}
    assert strong == leak["count"] == references[name]["strong"] and weak == 0, name
    assert max(found.values()) <= 1.01 * min(found.values()), (name, found)
    counts.append(leak["count"])
assert not any("Timer" in name for name in [*report, *references]), "what is balanced holds nothing"
print(f"{counts[0]} widgets and {counts[1]} labels")
PYTHON

# What the report can say, from JSVM_OPTIONS alone.
flags=(-std=c++17 -O2 -I "$prefix/include" -L "$prefix/lib" "-Wl,-rpath,$prefix/lib")
for kind in "debug -g" "exported -rdynamic -s" "stripped -s"; do
  read -ra words <<<"$kind"
  exits "${words[0]} is built" 0 g++ "${flags[@]}" "${words[@]:1}" "$source"/*.cpp -ljsvm -o "${words[0]}"
  exits "${words[0]} leaks" 23 env JSVM_OPTIONS=leak_check_at_exit=1 "./${words[0]}"
  sed -n '/^Strong reference leak: 600 /,/#0/p' errors >"${words[0]}.first"
  contains "${words[0]}: what is held" "holding 36." "$(cat "${words[0]}.first")"
done
contains "with -g: function and line" "in ui::Widget::Bind(JSVM_Env__*, JSVM_Value__*) " \
  "$(grep "$widget\$" debug.first)"
contains "with exported symbols: the function, module and offset" \
  "in ui::Widget::Bind(JSVM_Env__*, JSVM_Value__*) (./exported+0x" "$(cat exported.first)"
contains "without: module and offset" " (./stripped+0x" "$(cat stripped.first)"
exits "an unstripped twin is built" 0 g++ "${flags[@]}" -g "$source"/*.cpp -ljsvm -o twin
offset=$(sed -nE 's/.*stripped\+(0x[0-9a-f]+)\)$/\1/p' stripped.first)
contains "the offset is the line's in an unstripped twin" "$widget" \
  "$(addr2line -e twin "$offset")"

finish
