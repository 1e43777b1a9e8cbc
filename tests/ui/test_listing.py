from django.utils.translation import override

from portal.ui.listing import listed


def test_each_language_has_its_own_mark_between():
    with override("zh-hans"):
        assert listed(["门卫", "巡逻"]) == "门卫、巡逻"
    with override("en"):
        assert listed(["Gate", "Patrol"]) == "Gate; Patrol"
