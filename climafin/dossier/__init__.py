"""The lender's dossier and the rule book: content (what is said) and its writers (how it looks).

May import: domain, base; for rule books also rules and expression. The only room that imports reportlab, segno
(square codes) and pypdfium2 (pages as pictures).
"""
