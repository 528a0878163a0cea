"""Views on the screen: the menu, the list that shows one, groups in place of rows."""
