"""The scales of criteria: from what is known of a project to marks, in whole numbers throughout.

One module per family, each with its shape, how it marks and how it is read from a pack:
`steps`, `curve`, `labels` (label to marks, yes or no), `rates` (marginal), `decision_list` (tests, the first
that holds), `deduct`, `choice_sum` (several choices), `checklist`, `best_of`, `expert`.
`shapes` says what they share, `marking` marks a criterion, `reader` and `families` read its scale, `slips` looks
for what is written but cannot be meant.

A value is rounded once to its declared decimals; from there on value, thresholds and marks are whole numbers,
so that a value on a line is on the line on every machine.
"""
