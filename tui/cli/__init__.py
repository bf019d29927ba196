"""The command line: one command, `quotidian`, whose default is the screen."""
