"""Turn a rule pack, the facts of a project and a date into a traced Assessment.

`packs` finds and loads packs (`reading` reads one, `cases` examines it, `lint` looks for slips), `editing` changes one
value of a pack's text, `assess` answers for one project, `explaining` turns an answer into sentences.

From a project to what expressions read (`resolving`): facts, then `limits`, `derived` values, `cohorts`, and the
answers of `gates` that others hang on. From marks (`scales`) to points (`weighing`, `totals`), to a grade (`grading`,
`grade_answers`), and last to what two persons sign instead (`overriding`). `tracing` keeps what each line rests on.

May import: expression, domain, base. Pure: bytes in, answers out; never reads a library.
"""
