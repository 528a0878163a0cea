"""What a list tells its screen."""

from __future__ import annotations

from typing import Any

from textual.message import Message
from textual.widget import Widget

from tui.widgets.page_source import Row
from tui.widgets.window_reader import Answer


class ListMessage(Message):
    """A message of one list; the newest of a kind stands for those still waiting."""

    def __init__(self, window: Widget) -> None:
        super().__init__()
        self.window = window

    @property
    def control(self) -> Widget:
        return self.window

    def can_replace(self, message: Message) -> bool:
        return isinstance(message, type(self)) and message.window is self.window


class RowHighlighted(ListMessage):
    """The cursor stands on this row now, or the row under it has changed."""

    def __init__(self, window: Widget, row: Row, index: int) -> None:
        super().__init__(window)
        self.row = row
        self.index = index


class RowOpened(ListMessage):
    """The row was chosen: enter, or a double click."""

    def __init__(self, window: Widget, row: Row) -> None:
        super().__init__(window)
        self.row = row


class CountChanged(ListMessage):
    """The count has come, or is another one. `capped`: there are more."""

    def __init__(self, window: Widget, total: int, capped: bool) -> None:
        super().__init__(window)
        self.total = total
        self.capped = capped


class ViewMoved(ListMessage):
    """Other rows are on the screen: `first` to `last`, counted from 1; 0 for none."""

    def __init__(self, window: Widget, first: int, last: int) -> None:
        super().__init__(window)
        self.first = first
        self.last = last


class MarksChanged(ListMessage):
    """So many rows are marked; `by_query`: all that the query finds."""

    def __init__(self, window: Widget, marked: int, by_query: bool) -> None:
        super().__init__(window)
        self.marked = marked
        self.by_query = by_query


class ReadFailed(ListMessage):
    """Reading failed: what was read before stays, and `refresh_rows` tries again."""

    def __init__(self, window: Widget, error: BaseException) -> None:
        super().__init__(window)
        self.error = error


class AnswerCame(Message, bubble=False):
    """An answer of the reader thread, on its way to the list itself."""

    def __init__(self, answer: Answer[Any]) -> None:
        super().__init__()
        self.answer = answer
