"""Tokens to a syntax tree, by precedence: or, and, not, comparisons, sums, products, signs.

The depth of a tree is limited, chains of the same operator are flat: nothing later in the road can run
out of stack.
"""

from collections.abc import Container

from climafin.base.messages import Message, message
from climafin.base.yaml_nodes import nearest
from climafin.expression.flaws import Flaw, SyntaxFlaw
from climafin.expression.functions import CHINESE, FUNCTIONS, function_label, function_named
from climafin.expression.syntax import (
    Among,
    Between,
    Call,
    Compare,
    Contains,
    DayLiteral,
    Every,
    InList,
    Missing,
    Name,
    Negative,
    Not,
    NumberLiteral,
    Product,
    Rows,
    Some,
    Span,
    Sum,
    Syntax,
    TextLiteral,
    TruthLiteral,
)
from climafin.expression.tokens import LAST, WHERE, Mark, Token, tokenize
from climafin.expression.units import UNITS

MAX_DEPTH = 40
_NO_CLOSING_BRACKET = message("A closing bracket is missing here.")
COMPARISONS = ("=", "≠", "<", "≤", ">", "≥")


def parse(text: str, known: Container[str] = frozenset()) -> Syntax:
    """Return the tree of a text.

    Args:
        text: the expression, at most 2,000 characters and 40 levels deep.
        known: names and answers that may be written without blanks around them.

    Raises:
        SyntaxFlaw: the text is not an expression; the flaw says what and where.
    """
    return _Parser(tokenize(text, known)).whole()


class _Parser:
    def __init__(self, tokens: list[Token]) -> None:
        self._tokens = tokens
        self._at = 0
        self._depth = 0

    # ---- moving along the tokens

    @property
    def _token(self) -> Token:
        return self._tokens[self._at]

    def _take(self) -> Token:
        token = self._token
        if token.mark is not Mark.END:
            self._at += 1
        return token

    def _is(self, text: str, ahead: int = 0) -> bool:
        token = self._tokens[min(self._at + ahead, len(self._tokens) - 1)]
        return token.mark in (Mark.WORD, Mark.SIGN) and token.text == text

    def _accept(self, *texts: str) -> Token | None:
        return self._take() if any(self._is(text) for text in texts) else None

    def _expect(self, text: str, told: Message) -> Token:
        if not self._is(text):
            raise self._flaw(told)
        return self._take()

    def _flaw(self, told: Message, token: Token | None = None) -> SyntaxFlaw:
        span = (token or self._token).span
        return SyntaxFlaw(Flaw(told, span.start, max(span.end, span.start + 1)))

    def _span(self, start: int) -> Span:
        return Span(start, self._tokens[self._at - 1].span.end if self._at else start)

    # ---- the grammar

    def whole(self) -> Syntax:
        if self._token.mark is Mark.END:
            raise self._flaw(message("The expression is empty; write a value, or a condition."))
        found = self._some()
        rest = self._token
        if rest.mark is not Mark.END:
            raise self._flaw(self._not_expected(rest))
        return found

    def _some(self) -> Syntax:
        self._deeper()
        start = self._token.span.start
        parts = [self._every()]
        while self._accept("or"):
            parts.append(self._every())
        self._depth -= 1
        return parts[0] if len(parts) == 1 else Some(self._span(start), tuple(parts))

    def _every(self) -> Syntax:
        start = self._token.span.start
        parts = [self._not()]
        while self._accept("and"):
            parts.append(self._not())
        return parts[0] if len(parts) == 1 else Every(self._span(start), tuple(parts))

    def _not(self) -> Syntax:
        start = self._token.span.start
        if not self._is("not"):
            return self._comparison()
        self._deeper()
        self._take()
        operand = self._not()
        self._depth -= 1
        return Not(self._span(start), operand)

    def _deeper(self) -> None:
        self._depth += 1
        if self._depth > MAX_DEPTH:
            raise self._flaw(
                message("This is nested deeper than {limit} levels; split it into several.", limit=MAX_DEPTH)
            )

    def _comparison(self) -> Syntax:
        start = self._token.span.start
        first = self._sum()
        rest: list[tuple[str, Syntax]] = []
        while self._token.mark is Mark.SIGN and self._token.text in COMPARISONS:
            sign = self._take().text
            rest.append((sign, self._sum()))
        if rest:
            return Compare(self._span(start), first, tuple(rest))
        return self._questioned(start, first)

    def _questioned(self, start: int, item: Syntax) -> Syntax:
        """Return `item` with what is asked of it in words: missing, between, in, contains."""
        if self._is("lacks") or self._is("has"):
            negated = self._take().text == "has"
            return Missing(self._span(start), item, negated)
        if self._accept("is"):
            negated = self._accept("not") is not None
            self._expect("missing", message("After “is” only “missing” or “not missing” can stand; for equal write =."))
            return Missing(self._span(start), item, negated)
        if self._accept("between"):
            low = self._sum()
            if self._accept("to", "and") is None:
                raise self._flaw(message("“between” needs two ends: between 1 and 5."))
            high = self._sum()
            return Between(self._span(start), item, low, high)
        return self._membership(start, item)

    def _membership(self, start: int, item: Syntax) -> Syntax:
        if self._window_ahead(0):
            return item
        apart = self._is("not") and (self._is("in", 1) or self._is("contains", 1))
        if apart:
            self._take()
        negated = apart or self._is("not in") or self._is("not contains")
        if self._accept("in", "not in"):
            if self._token.mark is Mark.NAME:
                named = self._take()
                return InList(self._span(start), item, Name(named.span, named.text), negated)
            told = message("After “in” comes a list in brackets, such as (a, b), or the name of a list.")
            self._expect("(", told)
            options = self._list()
            return Among(self._span(start), item, options, negated)
        if self._accept("contains", "not contains"):
            part = self._sum()
            return Contains(self._span(start), item, part, negated)
        return item

    def _list(self) -> tuple[Syntax, ...]:
        self._deeper()
        found = [self._sum()]
        while self._accept(","):
            found.append(self._sum())
        self._depth -= 1
        self._expect(")", _NO_CLOSING_BRACKET)
        return tuple(found)

    def _sum(self) -> Syntax:
        start = self._token.span.start
        parts = [("+", self._product())]
        while self._is("+") or self._is("-"):
            sign = self._take().text
            parts.append((sign, self._product()))
        return parts[0][1] if len(parts) == 1 else Sum(self._span(start), tuple(parts))

    def _product(self) -> Syntax:
        start = self._token.span.start
        parts = [("*", self._signed())]
        while self._is("*") or self._is("/"):
            sign = self._take().text
            parts.append((sign, self._signed()))
        return parts[0][1] if len(parts) == 1 else Product(self._span(start), tuple(parts))

    def _signed(self) -> Syntax:
        start = self._token.span.start
        if not self._is("-"):
            return self._atom()
        self._deeper()
        self._take()
        operand = self._signed()
        self._depth -= 1
        return Negative(self._span(start), operand)

    def _atom(self) -> Syntax:
        token = self._token
        literal = _literal(token)
        if literal is not None:
            self._take()
            return literal
        if token.mark is Mark.NAME:
            return self._name()
        if self._accept("("):
            found = self._some()
            self._expect(")", _NO_CLOSING_BRACKET)
            return found
        raise self._flaw(self._not_expected(token))

    def _name(self) -> Syntax:
        token = self._take()
        if not self._is("("):
            return Name(token.span, token.text)
        function = function_named(token.text)
        if function is None:
            raise self._flaw(_no_function(token.text), token)
        self._take()
        arguments = [self._argument()]
        while self._accept(","):
            arguments.append(self._argument())
        self._expect(")", _NO_CLOSING_BRACKET)
        return Call(self._span(token.span.start), function, tuple(arguments))

    # ---- rows of a table

    def _argument(self) -> Syntax:
        is_name = self._token.mark is Mark.NAME
        return self._rows() if is_name and (self._window_ahead(1) or self._is(WHERE, 1)) else self._some()

    def _window_ahead(self, ahead: int) -> bool:
        """Tell whether 近 or “in the last” stands so many tokens ahead."""
        if self._is(LAST, ahead):
            return True
        if not self._is("in", ahead):
            return False
        words = [self._tokens[min(self._at + ahead + more, len(self._tokens) - 1)] for more in (1, 2)]
        said = [word.text.casefold() if word.mark is Mark.NAME else "" for word in words]
        return said == ["the", "last"]

    def _rows(self) -> Syntax:
        token = self._take()
        window, where = None, None
        while True:
            if window is None and self._window_ahead(0):
                window = self._window()
            elif where is None and self._accept(WHERE):
                where = self._some()
            else:
                return Rows(self._span(token.span.start), Name(token.span, token.text), window, where)

    def _window(self) -> NumberLiteral:
        if self._accept(LAST) is None:
            for _ in range(3):
                self._take()
        length = _literal(self._token)
        if not isinstance(length, NumberLiteral) or length.unit is None:
            raise self._flaw(message("Here a length of time is needed, such as 3 years, 6 months or 30 days."))
        self._take()
        return length

    def _not_expected(self, token: Token) -> Message:
        if token.mark is Mark.END:
            return message("The expression breaks off here: a value or a name is missing.")
        if token.mark is Mark.SIGN and token.text == ")":
            return message("This bracket closes nothing; remove it.")
        before = self._tokens[self._at - 1] if self._at else token
        if before.mark is Mark.NUMBER and token.mark is Mark.NAME and before.unit is None:
            near = nearest(token.text, UNITS)
            if near is None:
                return message("“{text}” is not a unit we know.", text=token.text)
            return message("“{text}” is not a unit we know; is “{near}” meant?", text=token.text, near=near)
        return message("“{text}” cannot stand here: an operator or a value is missing before it.", text=token.text)


def _literal(token: Token) -> Syntax | None:
    """Return the value a single token stands for, or None when it is none."""
    if token.mark is Mark.NUMBER:
        return NumberLiteral(token.span, token.text, token.unit)
    if token.mark is Mark.DAY and token.day is not None:
        return DayLiteral(token.span, token.day)
    if token.mark is Mark.TEXT:
        return TextLiteral(token.span, token.text)
    if token.mark is Mark.WORD and token.text in ("yes", "no"):
        return TruthLiteral(token.span, token.text == "yes")
    if token.mark is Mark.WORD and token.text == "missing":
        return Name(token.span, token.text)  # an approval can be “missing” too
    return None


def _no_function(name: str) -> Message:
    near = nearest(name, FUNCTIONS)
    known = tuple(function_label(function) for function in CHINESE)
    if near is None:
        return message("There is no function “{name}”. There are: {known}.", name=name, known=known)
    return message("There is no function “{name}”; is “{near}” meant?", name=name, near=near)
