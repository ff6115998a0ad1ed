"""The PDF writer: dossier content put on A4 pages.

May import: base, domain, the content of `climafin.dossier`, reportlab, segno. Decides how things look, never
what is said.
"""
