"""The families of scales, by the word packs call them by."""

from climafin.expression.terms import Sort
from climafin.rules.scales.best_of import read_best_of
from climafin.rules.scales.checklist import read_checklist
from climafin.rules.scales.choice_sum import read_choice_sum
from climafin.rules.scales.curve import read_curve
from climafin.rules.scales.decision_list import read_decision_list
from climafin.rules.scales.deduct import read_deductions
from climafin.rules.scales.expert import read_expert
from climafin.rules.scales.labels import read_labels, read_yes_no
from climafin.rules.scales.rates import read_rates
from climafin.rules.scales.reader import Family
from climafin.rules.scales.steps import read_steps

FAMILIES = {
    "steps": Family(read_steps, Sort.NUMBER),
    "curve": Family(read_curve, Sort.NUMBER),
    "choices": Family(read_labels, Sort.CHOICE),
    "marks": Family(read_yes_no, Sort.TRUTH),
    "rates": Family(read_rates, Sort.NUMBER),
    "tests": Family(read_decision_list, None, fits_inside=False),
    "deduct": Family(read_deductions, None),
    "sum": Family(read_choice_sum, None),
    "checklist": Family(read_checklist, None),
    "best_of": Family(read_best_of, None, fits_inside=False),
    "expert": Family(read_expert, None, fits_inside=False),
}
