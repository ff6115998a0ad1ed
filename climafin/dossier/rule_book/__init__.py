"""The rule book: a rule pack as people read it on paper, in Chinese, English or both.

`build` puts it together from its parts: `opening` (cover, standing, sources, facts asked), `thresholds` (lists, limits,
derived values, cohorts), `gate_pages`, `criterion_pages` with `scale_tables`, `grade_pages`, `case_pages`.
`book` is the pack on its way to paper; the content it gives is that of a dossier, so that every writer can print it.
"""
