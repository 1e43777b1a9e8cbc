"""Who may do what with rules in the CMS admin."""

from typing import Any

from django.contrib.auth.models import AbstractBaseUser
from wagtail.permission_policies import ModelPermissionPolicy


class KeepForever(ModelPermissionPolicy):  # type: ignore[misc]  # Wagtail has no types
    """Nobody deletes a version, not even an administrator: old cases were decided by it. One ends it."""

    def user_has_permission(self, user: AbstractBaseUser, action: str) -> bool:
        return action != "delete" and super().user_has_permission(user, action)

    def user_has_permission_for_instance(self, user: AbstractBaseUser, action: str, instance: Any) -> bool:
        return action != "delete" and super().user_has_permission_for_instance(user, action, instance)
