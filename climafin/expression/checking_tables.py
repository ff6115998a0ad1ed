"""Functions over the rows of a table: which rows are looked at, and what is asked of them."""

from climafin.base.messages import Label, Message, message
from climafin.base.yaml_nodes import unknown_name
from climafin.expression import syntax as s
from climafin.expression import terms as t
from climafin.expression.checking import NUMBER, Checking
from climafin.expression.checking_calls import NO_PERIOD, period_of
from climafin.expression.functions import OVER_COLUMN, OVER_ROWS, function_label
from climafin.expression.terms import AS_OF_KEY, TRUTH, FactName, Sort, Term

#: A table and its column, as an example has them.
_TABLE, _COLUMN = Label("表", "table"), Label("表.列", "table.column")


def rows_asked(checking: Checking, node: s.Call) -> s.Rows | None:
    """Return what a call looks at when it is a function over rows, else None."""
    if node.function not in OVER_ROWS or len(node.arguments) != 1:
        return None
    found = node.arguments[0]
    if isinstance(found, s.Rows):
        return found
    if not isinstance(found, s.Name):
        return None
    fact = checking.vocabulary.find(found.name)
    is_table = fact is not None and fact.type.sort is Sort.ROWS
    if is_table or checking.vocabulary.find_column(found.name) is not None:
        return s.Rows(found.span, found, None, None)
    return None


def needs_rows(checking: Checking, node: s.Call) -> Term:
    """Tell that a function over rows was given something else."""
    instead = TRUTH if node.function in ("any", "every") else NUMBER
    if any(checking.is_wrong(checking.term(argument)) for argument in node.arguments):
        return checking.stand_in(instead)
    called, what = function_label(node.function), _COLUMN if node.function in OVER_COLUMN else _TABLE
    example = Label(f"{called.zh}({what.zh})", f"{called.en}({what.en})")
    told = message("“{name}” looks at the rows of a table, such as {example}.", name=called, example=example)
    return checking.wrong(node, told, instead)


def stray_rows(checking: Checking, node: s.Rows) -> Term:
    """Tell that rows were looked at where a single value is needed."""
    told = message(
        "These are rows; ask one thing of them first, such as {example}.", example=f"max({node.name.name} …)"
    )
    return checking.wrong(node, told, NUMBER)


def checked_aggregate(checking: Checking, node: s.Call, rows: s.Rows) -> Term:
    """Return the term of a function over rows."""
    instead = TRUTH if node.function in ("any", "every") else NUMBER
    if checking.table is not None:
        told = message("Inside “where” no other table can be looked into; ask it in a condition of its own.")
        return checking.wrong(node, told, instead)
    found = _table_and_column(checking, rows.name)
    if isinstance(found, Message):
        return checking.wrong(rows.name, found, instead)
    table, column = found
    problem = _shape_problem(node.function, table, column, rows)
    if problem is not None:
        return checking.wrong(rows, problem, instead)
    window = None if rows.window is None else _window(checking, table, rows.window)
    where = None if rows.where is None else _where(checking, table, rows.where)
    cell = None if column is None else t.Cell(column.type, table.key, column.key, column.label)
    kind = TRUTH if instead is TRUTH else NUMBER if cell is None else cell.type
    return t.Aggregate(kind, node.function, t.Fact(table.type, table.key, table.label), cell, window, where)


def _table_and_column(checking: Checking, name: s.Name) -> tuple[FactName, FactName | None] | Message:
    dotted = checking.vocabulary.find_column(name.name)
    if dotted is not None:
        return dotted
    fact = checking.vocabulary.find(name.name)
    if fact is not None and fact.type.sort is Sort.ROWS:
        return fact, None
    head, _, tail = name.name.partition(".")
    table = checking.vocabulary.find(head)
    if tail and table is not None and table.type.sort is Sort.ROWS:
        return unknown_name(tail, checking.vocabulary.columns_of(table).names)
    return checking.unknown(name.name) if fact is None else message("“{name}” is no table.", name=name.name)


def _shape_problem(function: str, table: FactName, column: FactName | None, rows: s.Rows) -> Message | None:
    """Return why a function cannot be asked of these rows, or None when it can."""
    if function in OVER_COLUMN:
        sorts = (Sort.NUMBER, Sort.DAY) if function in ("max", "min") else (Sort.NUMBER,)
        fitting = next((known for known in table.type.columns if known.type.sort in sorts), None)
        if column is None:
            example = f"{rows.name.name}.{fitting.label.zh if fitting else '…'}"
            return message(
                "“{name}” looks at one column of a table, such as {example}.",
                name=function_label(function),
                example=example,
            )
        if column.type.sort not in sorts:
            return message(
                "“{name}” works on a column of numbers; {column} is none.",
                name=function_label(function),
                column=column.label,
            )
    elif column is not None:
        return message("“{name}” looks at whole rows; write the table without a column.", name=function_label(function))
    elif function == "every" and rows.where is None:
        return message("Say after “where” what every row must meet.")
    return None


def _window(checking: Checking, table: FactName, written: s.NumberLiteral) -> t.Window | None:
    day = next((column for column in table.type.columns if column.type.sort is Sort.DAY), None)
    until = checking.vocabulary.find(AS_OF_KEY)
    if day is None:
        told = message("The table {table} has no column of days, so nothing can be looked back on.", table=table.label)
        checking.wrong(written, told)
        return None
    if until is None or until.type.sort is not Sort.DAY:
        checking.wrong(written, message("Here no day of assessment is known that one could look back from."))
        return None
    period = period_of(written)
    if period is None:
        checking.wrong(written, NO_PERIOD)
        return None
    column = t.Cell(day.type, table.key, day.key, day.label)
    return t.Window(period, t.Fact(until.type, until.key, until.label), column)


def _where(checking: Checking, table: FactName, node: s.Syntax) -> Term:
    checking.table = table
    found = checking.truth(node)
    checking.table = None
    return found
