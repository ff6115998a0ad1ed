"""The parts of a dossier, one module per subject: each turns what is known into blocks of content.

May import: base, domain, the content and wording of `climafin.dossier`. Never a writer.
"""
