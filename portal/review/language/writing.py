"""From a query back to text: what is written is read as the same query."""

from portal.review.language.lexing import QUOTES, WIDE, blank
from portal.review.language.terms import Query, Term, is_code

SIGNS = {*QUOTES, *WIDE, ":"}


def write(query: Query) -> str:
    """Return the text of a query."""
    written: list[str] = []
    run = False  # whether a plain word written next would be read as part of the term before it
    for term in query.terms:
        plain = term.key == "text" and not term.negated and not is_code(term.value)
        text = write_term(term, quoted=plain and run)
        run = plain and not text.startswith('"')
        written.append(text)
    return " ".join(written)


def write_term(term: Term, quoted: bool = False) -> str:
    """Return the text of one term; quoted: free text stands in quotes in any case."""
    sign = "-" if term.negated else ""
    if term.key == "text":
        return sign + (_in_quotes(term.value) if quoted else _held(term.value))
    if term.key == "@":
        return f"{sign}@{_held(term.value)}"
    value = term.op + _held(term.value)
    if term.op == "..":
        value = f"{_held(term.value)}..{_held(term.upper)}"
    if term.key == "fact":
        equal = "=" if term.op in {"", ".."} else ""
        return f"{sign}fact:{term.name}{equal}{value}"
    return f"{sign}{term.key}:{value}"


def _held(value: str) -> str:
    """Return a value in quotes where it would be read otherwise without."""
    odd = any(blank(sign) or sign in SIGNS for sign in value)
    if odd or ".." in value or value[:1] in {"-", "@", "<", ">", "=", "."} or value[-1:] == ".":
        return _in_quotes(value)
    return value


def _in_quotes(value: str) -> str:
    escaped = value.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'
