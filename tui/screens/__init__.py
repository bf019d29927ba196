"""The screens: the reader and the dialogs over it. A dialog is dismissed with what the person decided, or with None."""
