"""The lender's dossier: content (what is said) and its writers (how it looks).

May import: domain, base. The only room that imports reportlab, segno (square codes) and pypdfium2 (pages as pictures).
"""
