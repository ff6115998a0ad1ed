"""What is true of a project, and what is refused: the data dictionary and the nouns.

May import: base. Never reads or writes a library, a workbook or a page.
"""
