"""The mandatory checkpoints of a purchase filing (domain D2): their automatic halves. CP25 is the officer's alone."""

from django.utils.translation import gettext_lazy as _

from portal.catalog.checking import Checked, Judgement
from portal.catalog.judging import Judging
from services.filings.chemicals.checkpoints import matched, reasonableness
from services.filings.company.checkpoints import PENALTY, penalised, standing
from services.filings.purchase import rules, verdicts
from services.filings.purchase.reading import read


def substances(checked: Checked) -> Judgement:
    """CP23: categories 2 and 3 are filed; an individual may buy category 3 only (445 art. 16)."""
    judging = matched(checked, {2, 3})
    purchase, catalogue = read(checked.answers), checked.norms.entries("chemicals")
    forbidden = rules.person_buys_category_2(purchase, catalogue)
    judging.fail(forbidden, _("An individual may not buy category 2 (article 16)."), "rule:R-EN-02")
    exempt = verdicts.is_small_own_use(purchase, checked.norms)
    judging.fail(exempt, _("A small amount for own use needs no filing (article 17)."))
    return judging.result()


def record(checked: Checked) -> Judgement:
    """CP26: multiple use is open to the buyer, and its penalties are shown (445 art. 22, 38; B8 multi_ok)."""
    purchase = read(checked.answers)
    judging = Judging(checked, "rule:R-EN-06", "rule:R-EN-16", "fact:use_type")
    early = [*verdicts.multi_findings(purchase, checked.norms, checked.past)] or rules.person_wants_multi(
        purchase
    )
    judging.fail(early, _("Multiple use is not open to this buyer yet."))
    judging.note(penalised(checked, purchase.uscc), PENALTY)
    return judging.result()


CHECKPOINTS = {"CP22": standing, "CP23": substances, "CP24": reasonableness, "CP26": record}
