"""Written reports (Word, text, Markdown, and the tables that go with them) -> the frame `prose`."""
