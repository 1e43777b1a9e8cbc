"""The query language of the queue: what an officer types into the search box (help: templates/review/_help.html)."""

from portal.review.language.errors import QueryError
from portal.review.language.parsing import parse
from portal.review.language.terms import Query, Term
from portal.review.language.writing import write

__all__ = ["Query", "QueryError", "Term", "parse", "write"]
