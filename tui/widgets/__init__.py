"""The widgets around the article: lists, panes, bars and the prompt. They show and ask, and decide nothing."""
