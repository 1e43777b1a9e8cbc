"""The XML inside an OFD: well-formed, without entities, files or actions; and how many pages it declares."""

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import ParseError, XMLParser

from portal.inspection.verdict import Refusal

#: GB/T 33190-2016, 7.1
SPACE = "http://www.ofdspec.org/2016"
#: The elements of an action (GB/T 33190-2016, 14): only the jump to another page does nothing outside the file.
HARMLESS = {"Goto", "Region"}
#: What a resource plays (GB/T 33190-2016, 7.9).
PLAYED = {"audio", "video"}
MOST_DEPTH = 200


class Reader:
    """Takes the elements one after the other and keeps no tree."""

    def __init__(self) -> None:
        self.above: list[str] = []
        self.root = ""
        self.pages = 0

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        """Judge an element by its name without namespace and the one above it. Raises Refusal."""
        self.root = self.root or tag
        name = tag.rpartition("}")[2]
        above = self.above[-1] if self.above else ""
        if name in {"Attachments", "Attachment"}:
            raise Refusal("attachment")
        if above == "Action" and name not in HARMLESS:
            raise Refusal("active")
        if name == "MultiMedia" and attributes.get("Type", "").lower() in PLAYED:
            raise Refusal("active")
        if len(self.above) >= MOST_DEPTH:
            raise Refusal("heavy")
        self.pages += name == "Page" and above == "Pages"
        self.above.append(name)

    def end(self, tag: str) -> None:
        """Leave an element."""
        self.above.pop()

    def close(self) -> int:
        """Return the pages counted."""
        return self.pages


def pages(content: bytes, root: bool) -> int:
    """Return the number of pages that an XML entry declares. root: it is the OFD.xml, which says what the file is.

    Raises Refusal: damaged, mismatch (not OFD), attachment, active, heavy.
    """
    reader = Reader()
    parser = XMLParser(target=reader, forbid_dtd=True, forbid_entities=True, forbid_external=True)
    try:
        parser.feed(content)
        parser.close()
    except DefusedXmlException as failure:
        raise Refusal("active") from failure
    except (ParseError, ValueError, LookupError) as failure:
        raise Refusal("damaged") from failure
    if root and reader.root != f"{{{SPACE}}}OFD":
        raise Refusal("mismatch")
    return reader.pages
