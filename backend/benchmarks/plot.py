"""The plot of cost against size."""

from pathlib import Path

import matplotlib as mpl
from matplotlib.figure import Figure

from benchmarks.growth import Growth

COLOURS = ("#0b6e99", "#c2410c", "#4d7c0f", "#7e22ce")


def draw(growth: Growth, path: Path) -> None:
    """One panel for the app and one for PostgreSQL; ideally the lines are flat."""
    mpl.rcParams["svg.hashsalt"] = "todo"  # the same figures give the same file
    mpl.rcParams["svg.fonttype"] = "none"  # text as text, not as outlines
    figure = Figure(figsize=(9, 3.6), layout="constrained")
    panels = figure.subplots(1, 2, sharey=True)
    for panel, title in zip(panels, ("App", "PostgreSQL"), strict=True):
        for (operation, sizes), colour in zip(growth.items(), COLOURS, strict=True):
            costs = [cost.app if title == "App" else cost.postgres for cost in sizes.values()]
            panel.plot(list(sizes), costs, marker="o", color=colour, label=operation)
        panel.set_xscale("log")
        panel.set_xticks(list(sizes), [f"{size:,}" for size in sizes])
        panel.minorticks_off()
        panel.set_title(title, loc="left")
        panel.set_xlabel("tasks in the table")
        panel.grid(axis="y", alpha=0.3)
        panel.spines[["top", "right"]].set_visible(False)
    panels[0].set_ylim(bottom=0)  # of both panels, and last, because it switches off automatic limits
    panels[0].set_ylabel("CPU per request, µs")
    figure.legend(*panels[0].get_legend_handles_labels(), loc="outside right upper", frameon=False)
    figure.savefig(path, format="svg", metadata={"Date": None})
