"""The blocks that guides, articles and questions are made of."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.blocks.stream_block import StreamBlockValidationError
from wagtail.images.blocks import ImageBlock

#: What editors may do inside running text; headings are blocks, so that their order can be checked.
TEXT_FEATURES = ["bold", "italic", "ol", "ul", "link", "document-link"]


class StepBlock(blocks.StructBlock):
    """One step of a procedure: what to do, and how."""

    title = blocks.CharBlock(max_length=80, label=_("Title"))
    text = blocks.RichTextBlock(features=TEXT_FEATURES, required=False, label=_("Text"))


class NoticeBlock(blocks.StructBlock):
    """A box that stands out, with an icon and a word, never by colour alone."""

    tone = blocks.ChoiceBlock(
        choices=[("info", _("Information")), ("warn", _("Warning")), ("good", _("Good news"))],
        default="info",
        label=_("Kind"),
    )
    title = blocks.CharBlock(max_length=80, label=_("Title"))
    text = blocks.RichTextBlock(features=TEXT_FEATURES, label=_("Text"))

    class Meta:
        icon = "info-circle"
        template = "cms/blocks/notice.html"


class RowBlock(blocks.StructBlock):
    """One row of a table."""

    cells = blocks.ListBlock(blocks.CharBlock(required=False, label=_("Cell")), label=_("Cells"))


class TableBlock(blocks.StructBlock):
    """A table with a caption, a heading for each column, and rows of the same length."""

    caption = blocks.CharBlock(max_length=120, label=_("Caption"))
    head = blocks.ListBlock(blocks.CharBlock(label=_("Column heading")), label=_("Column headings"))
    rows = blocks.ListBlock(RowBlock(label=_("Row")), label=_("Rows"))

    def clean(self, value: Any) -> Any:
        """Return the cleaned table. Raises a block error when a row is not as long as the headings."""
        cleaned = super().clean(value)
        if any(len(row["cells"]) != len(cleaned["head"]) for row in cleaned["rows"]):
            message = ValidationError(_("Every row needs as many cells as there are column headings."))
            raise blocks.StructBlockValidationError(block_errors={"rows": message})
        return cleaned

    class Meta:
        icon = "table"
        template = "cms/blocks/table.html"


class QuestionBlock(blocks.StructBlock):
    """A question that people ask, and its answer."""

    question = blocks.CharBlock(max_length=120, label=_("Question"))
    answer = blocks.RichTextBlock(features=TEXT_FEATURES, label=_("Answer"))

    class Meta:
        icon = "help"
        template = "cms/blocks/question.html"


class QuestionsBlock(blocks.StreamBlock):
    """The questions and answers of a service page."""

    question = QuestionBlock(label=_("Question and answer"))


class BodyBlock(blocks.StreamBlock):
    """The body of a guide or an article."""

    heading = blocks.CharBlock(
        max_length=80, icon="title", label=_("Heading"), template="cms/blocks/heading.html"
    )
    subheading = blocks.CharBlock(
        max_length=80, icon="title", label=_("Subheading"), template="cms/blocks/subheading.html"
    )
    text = blocks.RichTextBlock(features=TEXT_FEATURES, label=_("Text"), template="cms/blocks/text.html")
    steps = blocks.ListBlock(StepBlock(), icon="list-ol", label=_("Steps"), template="cms/blocks/steps.html")
    notice = NoticeBlock(label=_("Notice box"))
    table = TableBlock(label=_("Table"))
    question = QuestionBlock(label=_("Question and answer"))
    image = ImageBlock(label=_("Image"), template="cms/blocks/image.html")

    def clean(self, value: Any) -> Any:
        """Return the cleaned body. Raises a block error for a subheading that no heading stands above."""
        cleaned = super().clean(value)
        for place, child in enumerate(cleaned):
            if child.block_type == "heading":
                break
            if child.block_type == "subheading":
                message = ValidationError(_("Put a heading above the first subheading."))
                raise StreamBlockValidationError(block_errors={place: message})
        return cleaned
