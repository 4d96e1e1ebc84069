"""The figures as Markdown."""

SCHEMA_OPERATIONS = "UpdateDatabaseDdl"


def markdown(figures, ours, facts):
    """Returns tables of all figures, one for each server, below the facts of the measurement."""
    lines = [f"- {name}: {text}" for name, text in facts]
    for spanner in dict.fromkeys(each.spanner for each in figures):
        lines += ["", f"**{spanner}**", "", *table([f for f in figures if f.spanner == spanner], ours)]
    if figures:
        lines += ["", "Requests by method, one run each:", "", *methods(figures)]
    return "\n".join(lines)


def table(figures, ours):
    """Returns the rows of one server."""
    lines = [
        "| Case | Tool | Time | Times ours | CPU | First line | Last line to end | Peak memory"
        " | Requests | Schema operations |",
        "|---|---|---:|---:|---:|---:|---:|---:|---:|---:|",
    ]
    own = {each.case: each for each in figures if each.tool == ours}
    return lines + [row(each, own[each.case]) for each in figures]


def row(each, own):
    """Returns one row."""
    if each.problem:
        return f"| {each.case} | {each.tool} | failed: {cell(each.problem)} | | | | | | | |"
    ratio = "–" if own.problem else f"{each.seconds / own.seconds:.2f}"
    asked = str(sum(each.requests.values())) if each.requests else "–"
    operations = str(each.requests.get(SCHEMA_OPERATIONS, 0)) if each.requests else "–"
    memory = f"{each.memory / 1e6:.0f} MB"
    wall, processor, first = (f"{it:.2f} s" for it in (each.seconds, each.processor, each.first))
    ending = f"{each.ending * 1000:.0f} ms"
    taken = [wall, ratio, processor, first, ending]
    cells = [each.case, each.tool, *taken, memory, asked, operations]
    return "| " + " | ".join(cells) + " |"


def methods(figures):
    """Returns how often each method was called."""
    lines = ["| Case | Tool | Methods |", "|---|---|---|"]
    for each in figures:
        if each.requests:
            called = ", ".join(f"{name} {number}" for name, number in sorted(each.requests.items()))
            lines.append(f"| {each.case} | {each.tool} | {called} |")
    return lines


def cell(text):
    """Returns a text that keeps to its cell."""
    return text.replace("|", "/").replace("\n", " ")
