"""What keys do with views and groups of a list."""

from __future__ import annotations

from typing import Any

from tui.actions import Action, Enabled
from tui.list_actions import columns_free
from tui.pulse import may


def _may_read(page: Any) -> Enabled:
    ctx = page.session.ctx
    return True if may(ctx, "view:read") else f"role {ctx.viewer.role} may not see views"


VIEWS: tuple[Action, ...] = (
    Action("list.views", "views", "views", "open a view, or keep this one", "do_views",
           right="view:read", enabled=_may_read),
)  # fmt: skip
GROUP: tuple[Action, ...] = (
    Action("list.group", "group", "group", "groups with their totals in place of rows",
           "do_group"),
)  # fmt: skip


def _has_group(page: Any) -> Enabled:
    return True if page.groups.current is not None else "no group under the cursor"


IN_GROUPS: tuple[Action, ...] = (
    Action("groups.open", "open", "open", "the rows of the group", "do_open_group",
           enabled=_has_group),
    Action("groups.why", "why", "why", "the figures of the group, or of all, opened",
           "do_why_group", enabled=_has_group),
    Action("groups.filter", "filter", "filter", "narrow what is grouped", "do_filter"),
    Action("groups.group", "group", "group", "by something else, or rows again", "do_group"),
    Action("groups.sort", "sort", "sort", "the order of the groups", "do_sort_groups"),
    *VIEWS,
    Action("groups.columns", "columns", "columns", "which columns rows have", "do_columns",
           enabled=columns_free),
)  # fmt: skip
GROUP_MOVES: tuple[Action, ...] = (
    Action("groups.down", "down", "down", "the next group", "do_group_down"),
    Action("groups.up", "up", "up", "the group before", "do_group_up"),
    Action("groups.page_down", "page_down", "page down", "a page on", "do_group_page_down"),
    Action("groups.page_up", "page_up", "page up", "a page back", "do_group_page_up"),
    Action("groups.first", "first", "first", "the first group", "do_group_first"),
    Action("groups.last", "last", "last", "the total", "do_group_last"),
)
