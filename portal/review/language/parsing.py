"""From words to a query."""

import re
from dataclasses import replace
from datetime import date
from decimal import Decimal, InvalidOperation

from portal.review.language.errors import QueryError, nearest_of
from portal.review.language.lexing import Word, words_of
from portal.review.language.terms import (
    CHOICES,
    DAYS,
    KEYS,
    MOST_CHARACTERS,
    MOST_TERMS,
    NUMBERS,
    Query,
    Term,
    is_code,
)

OPERATORS = ("<=", ">=", "<", ">", "=")
WORKDAYS = re.compile(r"([0-9]{1,3})d", re.IGNORECASE)
FIRST_YEAR, LAST_YEAR = 1900, 2199


def parse(text: str) -> Query:
    """Return the query that a text stands for. Raises QueryError with the place of what is not understood."""
    if len(text) > MOST_CHARACTERS:
        raise QueryError("long", str(MOST_CHARACTERS), MOST_CHARACTERS, len(text))
    terms: list[Term] = []
    run = False  # whether the last term is free text that the next plain word goes on with
    for word in words_of(text):
        term = _term(word)
        if term.key != "text":
            terms.append(term)
            run = False
            continue
        if not term.value.strip():
            continue
        plain = not (term.negated or word.quoted or is_code(term.value))
        if plain and run:
            terms[-1] = replace(terms[-1], value=f"{terms[-1].value} {term.value}", end=term.end)
        else:
            terms.append(term)
        run = plain
    if len(terms) > MOST_TERMS:
        raise QueryError("many", str(MOST_TERMS), terms[MOST_TERMS].start, len(text))
    return Query(tuple(terms))


def _term(word: Word) -> Term:
    negated = len(word.text) > 1 and word.text[0] == "-" and word.plain[0]
    body = word.after(1) if negated else word
    place = {"negated": negated, "start": word.start, "end": word.end}
    if body.text[:1] == "@" and body.plain[0]:
        return Term("@", _needed(body.after(1), "@"), **place)
    colon = body.find(":")
    if colon < 1 or not all(body.plain[:colon]):
        return Term("text", body.text, **place)
    key, value = body.text[:colon].lower(), body.after(colon + 1)
    if key not in KEYS:
        raise QueryError("key", body.text[:colon], word.start, word.end, nearest_of(key, KEYS))
    return replace(_with_value(key, value), **place)


def _needed(value: Word, key: str) -> str:
    if not value.text.strip():
        raise QueryError("empty", key, value.start, value.end)
    return value.text.strip()


def _with_value(key: str, value: Word) -> Term:
    """Return a term of a key. Raises QueryError when the value is none of that key's."""
    text = _needed(value, key)
    if key in CHOICES:
        if text.lower() not in CHOICES[key]:
            near = nearest_of(text, CHOICES[key])
            raise QueryError(f"choice_{key}", text, value.start, value.end, near)
        return Term(key, text.lower())
    if key in DAYS or key in NUMBERS:
        return _comparison(key, value)
    if key == "fact":
        return _fact(value)
    return Term(key, text)


def _fact(value: Word) -> Term:
    places = [place for sign in "<>=" if (place := value.find(sign)) > 0]
    if not places:
        raise QueryError("fact", value.text, value.start, value.end)
    name, rest = value.text[: min(places)], value.after(min(places))
    term = _compared("fact", rest)
    if not term.value or not name.strip() or any(sign in name for sign in "<>=\"' "):
        raise QueryError("fact", value.text, value.start, value.end)
    return replace(term, name=name)


def _comparison(key: str, value: Word) -> Term:
    term = _compared(key, value)
    sides = (term.value, term.upper) if term.op == ".." else (term.value,)
    for side in sides:
        if not (is_whole(side) if key in NUMBERS else is_day(side)):
            raise QueryError("number" if key in NUMBERS else "day", value.text, value.start, value.end)
    if term.op == ".." and _backwards(term):
        raise QueryError("backwards", value.text, value.start, value.end)
    return term


def _compared(key: str, value: Word) -> Term:
    """Return a term with its operator, or its two sides, read."""
    op = next((sign for sign in OPERATORS if value.find(sign) == 0), "")
    rest = value.after(len(op))
    middle = rest.find("..")
    if op in {"", "="} and middle > 0 and rest.text[middle + 2 :].strip():
        return Term(key, rest.text[:middle].strip(), op="..", upper=rest.text[middle + 2 :].strip())
    return Term(key, rest.text.strip(), op="" if op == "=" else op)


def is_whole(text: str) -> bool:
    """Return whether a text is a whole number as it is counted here."""
    return re.fullmatch(r"[0-9]{1,4}", text) is not None


def is_day(text: str) -> bool:
    """Return whether a text is a day: so many working days ("2d"), or a date."""
    return WORKDAYS.fullmatch(text) is not None or day_of(text) is not None


def day_of(text: str) -> date | None:
    """Return the date that a text is, as 2026-12-01; None for none."""
    if not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text) or not FIRST_YEAR <= int(text[:4]) <= LAST_YEAR:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def number_of(text: str) -> Decimal | None:
    """Return the number that a text is; None for none, and for one that no fact can hold."""
    if not re.fullmatch(r"-?[0-9]{1,14}(\.[0-9]{1,6})?", text):
        return None
    try:
        return Decimal(text)
    except InvalidOperation:
        return None


def workdays_of(text: str) -> int | None:
    """Return how many working days "2d" is; None when it is not of this kind."""
    found = WORKDAYS.fullmatch(text)
    return int(found[1]) if found else None


def _backwards(term: Term) -> bool:
    low, high = term.value, term.upper
    if is_whole(low) and is_whole(high):
        return int(low) > int(high)
    if (first := workdays_of(low)) is not None and (last := workdays_of(high)) is not None:
        return first > last
    days = day_of(low), day_of(high)
    return days[0] is not None and days[1] is not None and days[0] > days[1]
