"""What a service declares for companies that file again and again: tables, what is new each time, profile, papers."""

from typing import Any

import pytest

from portal.catalog import registry
from portal.catalog.declaration import Service, Step
from portal.rulebook.lists import declared_values
from portal.rulebook.queries import norms
from portal.ui import spreadsheets
from portal.wizard import columns, forms
from tests.wizard import guards

SERVICES = [*registry.all_services(), guards.service()]
every_service = pytest.mark.parametrize("service", SERVICES, ids=lambda service: service.code)
pytestmark = pytest.mark.django_db


def fields_of(step: Step) -> dict[str, Any]:
    return step.form.base_fields


def is_field(service: Service, place: str) -> bool:
    slug, name = place.split(".", 1)
    return name in fields_of(service.step(slug))


@every_service
def test_what_is_new_each_time_and_what_the_profile_keeps_are_fields(service):
    assert [
        (step.slug, name) for step in service.steps for name in step.fresh if name not in fields_of(step)
    ] == []
    assert [place for place in service.profile if not is_field(service, place)] == []
    assert service.company or not service.profile


@every_service
def test_what_no_two_rows_share_must_be_filled_in(service):
    for step in service.steps:
        for name in step.repeat.unique if step.repeat else ():
            assert fields_of(step)[name].required, (step.slug, name)


@every_service
def test_papers_that_serve_again_say_for_how_many_days(service):
    assert [
        item.code for item in service.materials if item.reuse and item.reuse not in declared_values()
    ] == []


@every_service
def test_tables_are_for_rows_with_pages_and_the_sample_comes_back_through_a_spreadsheet(service):
    rules = norms()
    for step in service.steps:
        if step.repeat is None or not step.repeat.table:
            continue
        assert step.repeat.single
        rows = service.sample(1, rules)[step.slug]["rows"]
        known = columns.columns_of(step, rules, {})
        text = spreadsheets.written(
            [
                [column.header for column in known],
                *([column.write(row.get(column.name)) for column in known] for row in rows),
            ]
        )
        lines = spreadsheets.lines_of(spreadsheets.decoded(text.encode()))
        places, unknown = columns.assign(lines[0][1], known)
        assert unknown == [] and len(places) == len(known)
        for (_number, cells), row in zip(lines[1:], rows, strict=True):
            typed = forms.data_of(Step(step.slug, "", step.form), columns.raw_of(cells, places))
            form: Any = step.form(typed, norms=rules)  # type: ignore[call-arg]
            assert form.is_valid(), (row, form.errors)
