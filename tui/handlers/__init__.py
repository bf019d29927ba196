"""What the reader's actions and messages lead to, one room a kind of work. Widgets show, `tui.edits` decides, the desk
keeps; a handler only passes things between them."""
