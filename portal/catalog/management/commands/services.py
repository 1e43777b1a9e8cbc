import json
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import translation

from portal.catalog import registry
from portal.catalog.declaration import Service, Step

LANGUAGES = ("zh-hans", "en")


class Command(BaseCommand):
    help = "List the registered services: steps with fields, materials with conditions, papers."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--json", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        described = [describe(service) for service in registry.all_services()]
        if options["json"]:
            self.stdout.write(json.dumps(described, ensure_ascii=False, indent=1))
            return
        for service in described:
            self.stdout.write(f"{service['code']}  {service['title']['zh-hans']}  {service['title']['en']}")
            for step in service["steps"]:
                self.stdout.write(
                    f"    {step['slug']}: {', '.join(field['key'] for field in step['fields'])}"
                )


def both(text: Any) -> dict[str, str]:
    """Return a translated text in both languages."""
    said = {}
    for language in LANGUAGES:
        with translation.override(language):
            said[language] = str(text)
    return said


def describe(service: Service) -> dict[str, Any]:
    """Return a service as plain data."""
    return {
        "code": service.code,
        "title": both(service.title),
        "summary": both(service.summary),
        "audience": service.audience,
        "nature": service.nature,
        "schema_version": service.schema_version,
        "checkpoints": sorted(service.checkpoints),
        "fact_names": {key: both(name) for key, name in service.fact_names.items()},
        "identities": list(service.identities),
        "steps": [describe_step(step) for step in service.steps],
        "materials": [
            {
                "code": material.code,
                "title": both(material.title),
                "required": material.required,
                "condition": both(material.condition),
                "source": material.source,
                "commitment": both(material.commitment),
                "grace": material.grace,
                "later": list(material.later),
            }
            for material in service.materials
        ],
        "sources": [{"key": source.key, "title": both(source.title)} for source in service.sources],
        "papers": [
            {"type": paper.type, "title": both(paper.title)}
            for paper in (service.certificate, service.closing)
            if paper
        ],
    }


def describe_step(step: Step) -> dict[str, Any]:
    """Return a step and its fields as plain data."""
    sensitive: frozenset[str] = getattr(step.form, "sensitive", frozenset())
    shown_when = getattr(step.form, "shown_when", {})
    return {
        "slug": step.slug,
        "title": both(step.title),
        "repeated": bool(step.repeat),
        "fields": [
            {
                "key": key,
                "label": both(field.label),
                "required": field.required and key not in shown_when,
                "shown_when": shown_when.get(key),
                "sensitive": key in sensitive,
            }
            for key, field in step.form.base_fields.items()
        ],
    }
