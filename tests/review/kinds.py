"""Services of the kinds that no folder here has, made of the purchase filing and put in its place for one test."""

from dataclasses import replace
from typing import Any

from portal.catalog import registry
from portal.catalog.declaration import Limits, Service

BARS = {"person": "个人不得购买第二类易制毒化学品。", "foreign": "外商投资企业不得为重点单位提供服务。"}


def as_pb(monkeypatch: Any, **changes: Any) -> Service:
    """Register the purchase filing with other declarations until the test ends."""
    service = replace(registry.get("PB"), **changes)
    monkeypatch.setitem(registry._services, "PB", service)
    return service


def licence(monkeypatch: Any) -> Service:
    """A licence: promised in 10, by law in 20 working days (the limits of another service, whose keys exist)."""
    limits = Limits(intake="TH.intake_days", decision="TH.decision_days", statutory="TH.statutory_days")
    return as_pb(monkeypatch, nature="licence", limits=limits)


def inspected(monkeypatch: Any) -> Service:
    """A filing after which officers visit the place; the law sets no time for it."""
    limits = Limits(intake="TH.intake_days", decision="TH.decision_days")
    return as_pb(monkeypatch, after="inspect", inspection="case.correction_days", limits=limits)
