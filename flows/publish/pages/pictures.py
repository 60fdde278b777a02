"""Counts as pictures: Vega-Lite drawn to SVG, the same counts to the same bytes, in colours for light and dark.

Nothing in a picture is placed by the width of a text, which depends on the fonts of the machine that draws.
"""

from __future__ import annotations

import json
from typing import Any, NamedTuple

from flows.publish.pages.numbers import Count

WIDTH = 480
BAR = 26
LABELS = 168
LEGEND = 104
COUNTS = 44
LABEL_LETTERS = 24
WIDEST_BAR = 48
HEIGHT_OVER_TIME = 220
LABELS_OVER_TIME = 12
VEGA_LITE = "5.21"
FONT = "system-ui, 'Noto Sans', 'DejaVu Sans', sans-serif"
INK, QUIET, LINE = "#1f1c18", "#625b50", "#e4ddd0"
SHADES = ("#1c4f9c", "#6c98d6", "#bdd2f0")
IN_THE_DARK = {INK: "#ebe7df", QUIET: "#aaa498", LINE: "#34363d", **dict(zip(SHADES, ("#93bdf9", "#5580bf", "#365280"), strict=True))}
PADDING = {"left": 6, "top": 6, "right": 6, "bottom": 6}


class Picture(NamedTuple):
    """A drawn count."""

    svg: str
    width: int
    height: int


def picture(count: Count) -> Picture:
    """Draw a count: its first column downwards, or, over time, from left to right."""
    import vl_convert

    is_over_time = count.name == "over-time"
    spec, width, height = _upright(count) if is_over_time else _lying(count)
    drawn = vl_convert.vegalite_to_svg(json.dumps(spec), vl_version=VEGA_LITE, allowed_base_urls=[])
    return Picture(_for_light_and_dark(drawn), width, height)


def _for_light_and_dark(svg: str) -> str:
    rules = "".join(f'[fill="{light}"]{{fill:{dark}}}[stroke="{light}"]{{stroke:{dark}}}' for light, dark in IN_THE_DARK.items())
    head, end, rest = svg.partition(">")
    return f"{head}{end}<style>@media (prefers-color-scheme:dark){{{rules}}}</style>{rest}\n"


def _lying(count: Count) -> tuple[dict[str, Any], int, int]:
    """Return the drawing of bars that lie, a row each, stacked where there are several numbers, with its width and height."""
    names = [_shortened(label, place) for place, (label, *_) in enumerate(count.rows)]
    series = count.heads[1:]
    values = [
        {"label": name, "series": head, "place": place, "n": n}
        for name, (_, *numbers) in zip(names, count.rows, strict=True)
        for place, (head, n) in enumerate(zip(series, numbers, strict=True))
    ]
    totals = [{"label": name, "n": sum(numbers)} for name, (_, *numbers) in zip(names, count.rows, strict=True)]
    is_stacked = len(series) > 1
    width = WIDTH - LABELS - COUNTS - (LEGEND if is_stacked else 0)
    height = max(1, len(names)) * BAR
    legend = {"orient": "none", "legendX": width + COUNTS, "legendY": 4, "direction": "vertical", "title": None, "symbolType": "square"}
    shade = {
        "field": "series",
        "type": "nominal",
        "scale": {"domain": list(series), "range": list(SHADES[: len(series)])},
        "legend": legend if is_stacked else None,
    }
    y = {"field": "label", "type": "nominal", "sort": names, "axis": _axis(labelColor=INK)}
    x = {"field": "n", "type": "quantitative", "axis": None, "stack": "zero"}
    bars = {
        "data": {"values": values},
        "mark": {"type": "bar", "height": {"band": 0.62}},
        "encoding": {"y": y, "x": x, "color": shade, "order": {"field": "place", "type": "quantitative"}},
    }
    told = {
        "data": {"values": totals},
        "mark": {"type": "text", "align": "left", "dx": 6, "color": QUIET},
        "encoding": {"y": y, "x": {"field": "n", "type": "quantitative"}, "text": {"field": "n", "type": "quantitative", "format": ","}},
    }
    return _spec([bars, told], width, height, left=LABELS), WIDTH, height + PADDING["top"] + PADDING["bottom"]


def _upright(count: Count) -> tuple[dict[str, Any], int, int]:
    """Return the drawing of bars that stand, a period each, with its width and height."""
    labels = [label for label, _ in count.rows]
    left, bottom = 44, 26
    width = WIDTH - left - PADDING["right"]
    every = -(-len(labels) // LABELS_OVER_TIME) or 1
    x_axis = _axis(labelColor=QUIET, labelAngle=0, values=labels[::every], labelExpr="datum.label")
    y_axis = _axis(labelColor=QUIET, grid=True, gridColor=LINE, tickCount=4, tickMinStep=1, format=",d")
    bars = {
        "data": {"values": [{"label": label, "n": n} for label, n in count.rows]},
        "mark": {"type": "bar", "color": SHADES[0], "width": min(WIDEST_BAR, 0.72 * width / max(1, len(labels)))},
        "encoding": {
            "x": {"field": "label", "type": "ordinal", "sort": None, "axis": x_axis},
            "y": {"field": "n", "type": "quantitative", "axis": y_axis},
        },
    }
    spec = _spec([bars], width, HEIGHT_OVER_TIME, left=left, bottom=bottom)
    return spec, WIDTH, HEIGHT_OVER_TIME + PADDING["top"] + bottom


def _spec(layers: list[dict[str, Any]], width: int, height: int, *, left: int, bottom: int = 6) -> dict[str, Any]:
    return {
        "width": width,
        "height": height,
        "padding": {**PADDING, "left": left, "bottom": bottom, "right": WIDTH - left - width},
        "autosize": "none",
        "background": None,
        "layer": layers,
        "config": {
            "font": FONT,
            "view": {"stroke": None},
            "axis": {"labelFontSize": 12},
            "text": {"fontSize": 12},
            "legend": {"labelFontSize": 12, "labelColor": INK, "rowPadding": 5, "labelLimit": 0},
        },
    }


def _axis(**more: Any) -> dict[str, Any]:
    measured = {"labelLimit": 0, "labelOverlap": False, "labelBound": False, "labelFlush": False}
    return {"title": None, "domain": False, "ticks": False, "grid": False, "labelPadding": 8, **measured, **more}


def _shortened(label: str, place: int) -> str:
    """Return a label that fits; a space without width for each place before keeps two of one name apart."""
    short = label if len(label) <= LABEL_LETTERS else label[: LABEL_LETTERS - 1].rstrip() + "…"
    return short + "\u200b" * place
