from typing import Any

from django.core.management.base import BaseCommand

from cms.actions import build_content, build_groups
from portal.management.demo_cases import build_cases
from portal.management.demo_companies import build_company
from portal.management.demo_people import build_people


class Command(BaseCommand):
    help = "Build demo content, people, postings and a handful of cases. Running it again changes nothing."

    def handle(self, *args: Any, **options: Any) -> None:
        build_content()
        build_groups()
        build_people()
        build_company()
        made = build_cases()
        self.stdout.write(f"Demo content is in place ({made} cases made now).")
