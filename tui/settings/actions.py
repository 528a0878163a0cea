"""What keys do in the settings: in the list of sections, and in the form."""

from __future__ import annotations

from typing import Any

from tui.actions import Action, Enabled
from tui.common_actions import APP, PLACES


def _can_edit(page: Any) -> Enabled:
    facts = None if page.data is None else page.data.formula
    if not page.of_formula or facts is None:
        return "nothing of this section is changed here"
    return facts.refusal or True


def _on_presets(page: Any) -> Enabled:
    return True if page.form.preset.has_focus else "the presets are the first line"


VIEW: tuple[Action, ...] = (
    Action("settings.down", "down", "section", "the section below", "do_down"),
    Action("settings.edit", "edit", "edit", "change it, after a look at who moves", "do_edit",
           enabled=_can_edit),
    Action("settings.open", "open", "change", "the same as edit", "do_edit", enabled=_can_edit),
)  # fmt: skip

MOVES: tuple[Action, ...] = (
    Action("settings.up", "up", "up", "the section above", "do_up"),
    Action("settings.first", "first", "first", "the first section", "do_first"),
    Action("settings.last", "last", "last", "the last section", "do_last"),
    Action("settings.page_down", "page_down", "page down", "one page down", "do_page_down"),
    Action("settings.page_up", "page_up", "page up", "one page up", "do_page_up"),
    Action("settings.half_down", "half_down", "half down", "half a page down", "do_half_down"),
    Action("settings.half_up", "half_up", "half up", "half a page up", "do_half_up"),
)

FORM: tuple[Action, ...] = (
    Action("form.apply", "open", "apply", "put it in force, after a question", "do_apply"),
    Action("form.down", "down", "next", "the next box", "do_next_field"),
    Action("form.right", "right", "preset", "the next preset", "do_preset_on",
           enabled=_on_presets),
    Action("form.left", "left", "preset", "the preset before", "do_preset_back",
           enabled=_on_presets),
    Action("form.up", "up", "box", "the box before", "do_previous_field"),
    Action("form.pane", "next_pane", "next", "the next box", "do_next_field"),
    Action("form.pane_back", "previous_pane", "before", "the box before",
           "do_previous_field"),
    Action("form.save", "save", "apply", "put it in force, after a question", "do_apply"),
    Action("form.page_down", "page_down", "more", "the preview, one page down",
           "do_page_down"),
    Action("form.page_up", "page_up", "page up", "the preview, one page up", "do_page_up"),
)  # fmt: skip
_STAYS = ("app.back", "app.help", "app.redraw", "app.suspend", "app.cancel", "place.palette")
AROUND_FORM = tuple(action for action in (*PLACES, *APP) if action.id in _STAYS)
"""What works while a form is open: the rest would leave it behind unsaved."""
