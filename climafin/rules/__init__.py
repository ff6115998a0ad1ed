"""Turn a rule pack, the facts of a project and a date into a traced Assessment.

`packs` finds and loads packs (`reading` reads one, `cases` examines it, `lint` looks for slips),
`assess` answers for one project, `explaining` turns an answer into sentences.

May import: expression, domain, base. Pure: bytes in, answers out; never reads a library.
"""
